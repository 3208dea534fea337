"""When messages of low severity go out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.stages.business_hours import BusinessHours

VIENNA = ZoneInfo("Europe/Vienna")
HOURS = BusinessHours(VIENNA)
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T09:00", None),
        ("2026-11-23T17:59", None),
        ("2026-11-23T08:59", "2026-11-23T09:00"),
        ("2026-11-23T18:00", "2026-11-24T09:00"),
        ("2026-11-27T18:00", "2026-11-30T09:00"),
        ("2026-11-28T12:00", "2026-11-30T09:00"),
        # Over the change to summer time the clock on the wall counts.
        ("2026-03-27T19:00", "2026-03-30T09:00"),
    ],
)
def test_low_messages_wait_for_the_morning(now: str, opens: str | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=VIENNA).astimezone(UTC)
    wait = HOURS.wait(Severity.LOW, at)
    if opens is None:
        assert wait == timedelta(0)
    else:
        assert (at + wait).astimezone(VIENNA) == datetime.fromisoformat(opens).replace(tzinfo=VIENNA)


@pytest.mark.parametrize("severity", [Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL])
def test_nothing_else_ever_waits(severity: Severity) -> None:
    assert HOURS.wait(severity, datetime(2026, 11, 29, 3, tzinfo=UTC)) == timedelta(0)
