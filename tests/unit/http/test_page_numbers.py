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
    return _printed(f"{FORMAT.read_text()}\nprocess.stdout.write(String({call}(...{json.dumps(arguments)})))")


def _printed(script: str) -> str:
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
        (15_000, "ms", "15 s"),
        (7_200_000, "ms", "2 h"),
        (18_720, "minutes", "13 d"),
        (90, "minutes", "90 minutes"),
        (1023, "bytes", "1,023 bytes"),
        (5 * 1024**3, "bytes", "5 GiB"),
    ],
)
def test_one_is_singular(value: float, unit: str, text: str) -> None:
    assert _written("quantity", value, unit) == text


@pytest.mark.parametrize(
    ("details", "rows"),
    [
        ({"value": 80.001, "threshold": 80, "unit": "%"}, [("Value", "80.001% (limit 80%)")]),
        ({"value": 1, "unit": "events"}, [("Value", "1 event")]),
        ({"value": 60, "unit": "%", "reason": "40 of 100 failed"}, [("Reason", "40 of 100 failed")]),
        ({"value": "odd", "unit": "events"}, [("Value", "odd")]),
        (
            {"blockedBy": [{"pid": 1234567, "application": "my_app", "transactionMs": 7_200_000}]},
            [("Blocked by", "pid: 1234567, application: my_app, transaction: 2 h")],
        ),
        ({"On_Call@shop.example": "It bounced."}, [("On_Call@shop.example", "It bounced.")]),
        (
            {"spentADayUsd": 12.3, "costPerRequestUsd": 4e-6},
            [("Spent a day", "$12.30"), ("Cost per request", "$0.000004")],
        ),
        ({"orMore": True, "lost": [], "errorRate": 5}, [("Or more", "yes"), ("Lost", "none"), ("Error rate", "5%")]),
    ],
)
def test_facts_have_units_and_names_as_they_are_written(details: dict[str, Any], rows: list[tuple[str, str]]) -> None:
    module = FORMAT.with_name("facts.js").as_uri()
    called = f"JSON.stringify(factsOf({json.dumps(details)}))"
    shown = _printed(f"import {{ factsOf }} from {json.dumps(module)};\nprocess.stdout.write({called})")
    assert [(row["name"], row["value"]) for row in json.loads(shown)] == rows


@pytest.mark.parametrize(
    ("value", "limit", "unit", "texts"),
    [
        (80.001, 80, "%", "80.001%,80%"),
        (50.004, 50, "USD", "$50.004,$50.00"),
        (900_000.4, 900_000, "ms", "900.0004 s,900 s"),
        (7_200_000, 900_000, "ms", "2 h,15 min"),
        (3, 3, "events", "3 events,3 events"),
        (50.00000000000001, 50, "USD", "$50.00,$50.00"),  # closer than anybody wants to read
    ],
)
def test_no_value_reads_as_the_limit_that_it_is_beyond(value: float, limit: float, unit: str, texts: str) -> None:
    assert _written("toldApart", value, limit, unit) == texts
