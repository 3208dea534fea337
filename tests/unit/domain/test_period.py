"""Days and months of a time zone, also where the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.domain.period import Period, day_of, last, month_of


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "start", "end"),
    [
        ("UTC", "2026-11-23T12:00", "2026-11-23T00:00", "2026-11-24T00:00"),
        ("UTC", "2026-11-23T00:00", "2026-11-23T00:00", "2026-11-24T00:00"),
        ("America/New_York", "2026-11-23T04:59", "2026-11-22T05:00", "2026-11-23T05:00"),
        ("America/New_York", "2026-11-23T05:00", "2026-11-23T05:00", "2026-11-24T05:00"),
        ("Asia/Kathmandu", "2026-11-23T18:15", "2026-11-23T18:15", "2026-11-24T18:15"),
        ("Europe/Vienna", "2026-03-29T12:00", "2026-03-28T23:00", "2026-03-29T22:00"),  # 23 hours
        ("Europe/Vienna", "2026-10-25T12:00", "2026-10-24T22:00", "2026-10-25T23:00"),  # 25 hours
        ("Africa/Cairo", "2026-04-24T12:00", "2026-04-23T22:00", "2026-04-24T21:00"),  # has no midnight
        ("America/Havana", "2026-11-01T05:30", "2026-11-01T04:00", "2026-11-02T05:00"),  # has two midnights
    ],
)
def test_a_day_is_the_zones_own(zone: str, moment: str, start: str, end: str) -> None:
    assert day_of(_utc(moment), ZoneInfo(zone)) == Period(_utc(start), _utc(end))


@pytest.mark.parametrize(
    ("zone", "moment", "start", "end"),
    [
        ("UTC", "2026-11-23T12:00", "2026-11-01T00:00", "2026-12-01T00:00"),
        ("UTC", "2026-12-31T23:59", "2026-12-01T00:00", "2027-01-01T00:00"),
        ("UTC", "2028-02-29T12:00", "2028-02-01T00:00", "2028-03-01T00:00"),
        ("America/New_York", "2026-12-01T04:59", "2026-11-01T04:00", "2026-12-01T05:00"),
    ],
)
def test_a_month_is_the_zones_own(zone: str, moment: str, start: str, end: str) -> None:
    assert month_of(_utc(moment), ZoneInfo(zone)) == Period(_utc(start), _utc(end))


def test_the_last_hours_end_now() -> None:
    now = _utc("2026-11-23T12:00")
    period = last(timedelta(hours=6), now)
    assert (period.start, period.end, period.hours) == (_utc("2026-11-23T06:00"), now, 6)
