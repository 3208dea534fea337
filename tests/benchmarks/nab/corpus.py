"""The benchmark's files, as numenta/NAB publishes them: series by name, and the windows that people labelled."""

import csv
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

VARIABLE = "PAWPOP_NAB"
"""Names the folder with `data/` and `labels/`; without it, one called `shared/nab` beside the repository is taken."""
_BESIDE = Path(__file__).resolve().parents[4] / "shared" / "nab"


@dataclass(frozen=True, slots=True)
class Series:
    """One file: values and their moments, and the first and last index of each labelled window."""

    moments: Sequence[datetime]
    values: Sequence[float]
    windows: Sequence[tuple[int, int]]


def where() -> Path | None:
    """The folder, or None if the data is not there."""
    folder = Path(os.environ.get(VARIABLE, _BESIDE))
    return folder if (folder / "labels" / "combined_windows.json").is_file() else None


def load(folder: Path) -> Mapping[str, Series]:
    """All labelled files, by their name."""
    labelled = json.loads((folder / "labels" / "combined_windows.json").read_text())
    return {name: _series(folder / "data" / name, windows) for name, windows in sorted(labelled.items())}


def _series(path: Path, windows: Sequence[tuple[str, str]]) -> Series:
    with path.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    moments = [datetime.fromisoformat(row["timestamp"]) for row in rows]
    spans = [(datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in windows]
    inside = [[at for at, moment in enumerate(moments) if begin <= moment <= end] for begin, end in spans]
    return Series(moments, [float(row["value"]) for row in rows], [(each[0], each[-1]) for each in inside])
