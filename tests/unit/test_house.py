"""What keeps the house easy to find one's way in: files that fit on a few screens, and a name for one thing only."""

from itertools import groupby
from operator import itemgetter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "layers/common/pawpop_monitoring"
TOPS = ("functions", "layers", "shared", "tests")
LONGEST = 300

DELIBERATE = {
    "check": "the one of each service, and the port that they all implement",
    "gather": "what a service's check reads, all at once",
    "judge": "what a service's check makes of it",
    "details": "what a service's check tells people",
    "port": "what a service's check needs from outside",
    "compose": "a channel's message",
    "answers": "what a channel's provider may answer",
    "kind": "a channel's entry among all kinds",
    "account": "what of a channel a person has to have: its settings",
    "target": "whom a channel that goes anywhere speaks to",
    "responses": "what whoever asked is answered: over HTTP, and in Slack",
    **dict.fromkeys(("fal_ai", "stripe", "supabase", "system"), "a service: its rules, and its readings"),
    **dict.fromkeys(("datadog", "otlp"), "whom it speaks to: as a channel, and for measurements"),
}
"""Base names that several files of the package share, as they mean the same in each."""

_WHOSE = ("__init__", "__main__")
"""Python's own."""


def _files(*endings: str) -> list[Path]:
    found = (path for top in TOPS for path in (ROOT / top).rglob("*") if path.suffix[1:] in endings)
    return [path for path in found if not _is_made(path.relative_to(ROOT))]


def _is_made(path: Path) -> bool:
    """Not written by us, such as what tools leave."""
    return any(part.startswith(".") or part in {"__pycache__", "node_modules", "vendor"} for part in path.parts)


def test_no_file_of_ours_is_longer_than_a_few_screens() -> None:
    files = _files("py", "js", "ts", "css", "sql", "sh")
    assert len(files) > 900
    long = {str(file.relative_to(ROOT)): length for file in files if (length := _length(file)) > LONGEST}
    assert not long


def _length(file: Path) -> int:
    return len(file.read_text().splitlines())


def _shared_names() -> dict[str, list[str]]:
    """The base names that more than one file of the package has, with those files."""
    files = sorted(file.relative_to(ROOT) for file in _files("py") if file.is_relative_to(PACKAGE))
    ours = sorted((file.stem, str(file)) for file in files if file.stem not in _WHOSE)
    groups = {stem: [name for _, name in group] for stem, group in groupby(ours, key=itemgetter(0))}
    return {stem: names for stem, names in groups.items() if len(names) > 1}


def test_a_base_name_means_one_thing() -> None:
    homonyms = {stem: names for stem, names in _shared_names().items() if stem not in DELIBERATE}
    assert not homonyms, "rename one, or say in DELIBERATE what both are"


def test_what_is_deliberate_is_there() -> None:
    assert set(DELIBERATE) <= set(_shared_names()), "no two files have this name any more"
