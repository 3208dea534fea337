"""Slack waits three seconds for an answer, PagerDuty five: how long each takes from cold, INIT included.

In AWS's own runtime, with what the functions ask in it; the table is kept in INBOUND.md. Needs nothing running.
"""

import os
import statistics
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.table import print_table
from tests.integration.pressed.from_cold import EVENTS, answering_cloud, from_cold

_ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "9"))
_KEPT = Path(__file__).parent / "INBOUND.md"
_HEADINGS = ["", "median s", "slowest s", "waits for s"]
_WAITS: Mapping[str, float] = {"slack_interaction": 3.0, "pagerduty_webhook": 5.0}
_ABOUT = """# Presses and webhooks, answered from cold

`python -m tests.benchmarks inbound`, {day}, {cores} cores with a load of {load:.1f}, {rounds} cold starts each, in the
runtime emulator: seconds from the call to the answer, with INIT. The aim is one second.

| | median | slowest | who asks waits for |
|---|---|---|---|
{rows}
"""


def main() -> None:
    """Print the table and keep it."""
    with answering_cloud() as cloud, tempfile.TemporaryDirectory() as folder:
        rows = [[function, *_seconds(cloud, Path(folder), function), _WAITS[function]] for function in EVENTS]
    print_table("Answers from cold", _HEADINGS, rows)
    lines = "\n".join(
        f"| {name} | {median:.2f} s | {worst:.2f} s | {waits:.0f} s |" for name, median, worst, waits in rows
    )
    about = {"day": datetime.now(UTC).date(), "cores": os.cpu_count(), "load": os.getloadavg()[0]}
    _KEPT.write_text(_ABOUT.format(**about, rounds=_ROUNDS, rows=lines))


def _seconds(cloud: Mapping[str, str], folder: Path, function: str) -> tuple[float, float]:
    taken = [
        from_cold(cloud, folder / f"{function}{number}", function, EVENTS[function]()) for number in range(_ROUNDS)
    ]
    return statistics.median(taken), max(taken)
