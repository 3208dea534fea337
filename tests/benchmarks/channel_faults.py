"""Every fault at every move, on every channel, in one run: what was lost and what was told twice, a row per fault.

The tables are those that the tests print at their end, kept in CHANNEL_FAULTS.md; each cell is named as it is done.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.integration.channels.table import HANGING, TITLE
from tests.tables import KEPT_IN, lines_of

_PLAYED = ("channel_matrix", "acknowledging", "swapped", "hanging")
_TESTS = [f"tests/integration/channels/test_{name}.py" for name in _PLAYED]
_HOW = ["-v", "--no-header", "--tb=short", "-p", "no:cacheprovider"]
_WORKERS = "2"
_KEPT = Path(__file__).parent / "CHANNEL_FAULTS.md"
_ABOUT = """# Every fault at every move, by channel

`python -m tests.benchmarks channel-faults`, {day}, {cores} cores with a load of {load:.0f}, {seconds:.0f} s. Each row
strikes at each of the moves open, escalate, remind, resolve and reopen, and "taken on" at acknowledge. A cell shows the
steps that a channel was told of those wanted: of Slack the alert's message and a line of its thread for each further
step, of PagerDuty its incidents. "Swapped" are two neighbouring moves whose messages come the wrong way round, in five
ways each: in one go or minutes later, with how the alert stands by then known or not, and each message twice; wanted
is what is still news when it comes, and of PagerDuty that its last incident stands as the alert does. `+n` are copies
that say of themselves that they may be one, where the provider knows no repetitions. OTLP forbids to repeat after a
500, so that is put aside, where it raises an alarm.

```
{tables}
```
"""


def main() -> None:
    """Print the tables, and keep them if every cell is as it has to be."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "pytest", *_HOW, "-n", _WORKERS, *_TESTS]
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        if subprocess.run(command, env={**os.environ, "PAWPOP_DEEP": "1", KEPT_IN: str(rows)}, check=False).returncode:
            raise SystemExit("Some cell is not as it has to be.")
        keep(rows, time.monotonic() - begun)


def keep(file: Path, seconds: float) -> None:
    """Write the tables of the rows that tests left in `file`."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    tables = [[title, *lines_of(title, [row for name, row in rows if name == title])] for title in (TITLE, HANGING)]
    about = {"day": datetime.now(UTC).date(), "cores": os.cpu_count(), "load": os.getloadavg()[1], "seconds": seconds}
    _KEPT.write_text(_ABOUT.format(**about, tables="\n\n".join("\n".join(lines) for lines in tables)))
