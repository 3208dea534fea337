"""Numbers as the dashboard's own code writes them, run in Node."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FORMAT = Path(__file__).parents[3] / "functions" / "dashboard_page" / "static" / "modules" / "format.js"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")


def _written(call: str, *arguments: Any) -> str:
    script = f"{FORMAT.read_text()}\nprocess.stdout.write(String({call}(...{json.dumps(arguments)})))"
    run = subprocess.run(
        ["node", "--input-type=module"], input=script, capture_output=True, text=True, check=True, timeout=20
    )
    return run.stdout


@pytest.mark.parametrize(
    ("uptime", "coverage", "seconds", "text"),
    [
        ("100.0", 1.4, 1200, "100.0 % of 20 min"),  # a fresh stack, looked at for a day
        ("100.0", 0.0, 1200, "100.0 % of 20 min"),  # and for a month
        ("99.9", 89.9, 77_673, "99.9 % of 21 h 34 min"),
        ("99.9", 90.0, 77_760, "99.9 %"),
        ("100.0", 0.7, 599, "?"),
        (None, 0.0, 0, "?"),
    ],
)
def test_uptime_says_of_how_much_time_it_speaks(uptime: str | None, coverage: float, seconds: int, text: str) -> None:
    service = {"uptime": uptime, "uptimeCoverage": coverage, "observedSeconds": seconds}
    assert _written("uptimeOf", service) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (92.59, "%", "92.59%"),  # as in the mail
        (2.675, "USD", "$2.68"),
        (57.314, "USD", "$57.31"),
        (1e-07, "USD", "$0.00"),
        (1, "requests", "1 request"),
        (2, "requests", "2 requests"),
        (1, "deliveries", "1 delivery"),
        (1, "ms", "1 ms"),
    ],
)
def test_one_is_singular(value: float, unit: str, text: str) -> None:
    assert _written("quantity", value, unit) == text
