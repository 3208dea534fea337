"""Slack waits three seconds for an answer, PagerDuty five: how long each takes from cold, INIT included.

One call at a time, and several at the same moment, each of which starts a process: AWS gives each a machine of its
own, here they share the cores, so beside it stands what as many processes take that answer without a look at the call.
In AWS's own runtime, with what the functions ask in it; the table is kept in INBOUND.md. Needs nothing running.
"""

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local_stack.paths import CHECKOUT
from tests.benchmarks.table import print_table
from tests.integration.pressed.from_cold import EVENTS, answering_cloud, at_once

_ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "9"))
_AT_ONCE = (1, 3)
_KEPT = Path(__file__).parent / "INBOUND.md"
_HEADINGS = ["", "at once", "median s", "slowest s", "waits for"]
_WAITS: Mapping[str, str] = {"slack_interaction": "3 s", "pagerduty_webhook": "5 s"}
_NOTHING = "a function that does nothing"
_NOTHING_CODE = 'def lambda_handler(event, context):\n    return {"statusCode": 200}\n'
_ABOUT = """# Presses and webhooks, answered from cold

`python -m tests.benchmarks inbound`, {day}, {cores} cores with a load of {load:.1f}, {rounds} rounds each, in the
runtime emulator: seconds from the call to the answer, with INIT. The aim is one second. Each call starts a process of
its own. Those that come at once share these cores, where AWS gives each of them its own machine; what as many of a
function take that does nothing is what the machine takes for starting them.

Through the local stack three presses at once from cold take longer, 5 to 9 s on a busy machine, and 0.3 to 0.6 s once
warm: before any code of ours runs, its emulator unpacks the 4,283 files of both layers anew for each process, which is
2.3 s of a core each. AWS keeps layers unpacked.

| | at once | median | slowest | who asks waits for |
|---|---|---|---|---|
{rows}
"""


def main() -> None:
    """Print the table and keep it."""
    with answering_cloud() as cloud, tempfile.TemporaryDirectory() as folder:
        rows = [*_rows(cloud, Path(folder))]
    print_table("Answers from cold", _HEADINGS, rows)
    lines = "\n".join(
        f"| {name} | {calls} | {median:.2f} s | {worst:.2f} s | {waits} |" for name, calls, median, worst, waits in rows
    )
    about = {"day": datetime.now(UTC).date(), "cores": os.cpu_count(), "load": os.getloadavg()[0]}
    _KEPT.write_text(_ABOUT.format(**about, rounds=_ROUNDS, rows=lines))


def _rows(cloud: Mapping[str, str], folder: Path) -> Iterator[list[Any]]:
    nothing = folder / "nothing"
    nothing.mkdir()
    (nothing / "app.py").write_text(_NOTHING_CODE)
    for calls in _AT_ONCE:
        for function, event in EVENTS.items():
            taken = _seconds(cloud, folder / function, CHECKOUT / "functions" / function, event, calls)
            yield [function, calls, *taken, _WAITS[function]]
        yield [_NOTHING, calls, *_seconds(cloud, folder / "log", nothing, dict, calls), ""]


def _seconds(
    cloud: Mapping[str, str], log: Path, code: Path, event: Callable[[], dict[str, Any]], calls: int
) -> tuple[float, float]:
    """The median and the longest of all rounds."""
    rounds = (
        at_once(cloud, log.with_name(f"{log.name}-{calls}-{number}"), code, [event() for _ in range(calls)])
        for number in range(_ROUNDS)
    )
    taken = [seconds for each in rounds for seconds in each]
    return statistics.median(taken), max(taken)
