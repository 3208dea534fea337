"""When a month is reviewed: on its first working day, once, whatever breaks off, and never before there was data."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.domain.errors import StoreUnavailableError
from tests.unit.checks.trends.review.months import LONG_AGO, VIENNA, BrokenOffError, Months

HOUR = timedelta(hours=1)


def _hours(months: Months, start: datetime, hours: int) -> list[datetime]:
    """When something was sent, with a run each hour from `start`."""
    sent = []
    for hour in range(hours):
        now, before = start + hour * HOUR, len(months.sent)
        with suppress(BrokenOffError, StoreUnavailableError):
            months.run(now)
        sent += [now] * (len(months.sent) - before)
    return sent


@pytest.mark.parametrize(
    ("month_begins", "sent_on"),
    [
        ("2026-10-01", "2026-10-01"),  # a Thursday
        ("2026-11-01", "2026-11-02"),  # a Sunday
        ("2026-08-01", "2026-08-03"),  # a Saturday
        ("2026-12-01", "2026-12-01"),
        ("2027-01-01", "2027-01-01"),  # a holiday, which nobody told us of
        ("2027-05-01", "2027-05-03"),
    ],
)
@pytest.mark.parametrize("zone", [VIENNA, ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Auckland")])
def test_it_is_sent_once_on_the_morning_of_the_first_working_day(
    month_begins: str, sent_on: str, zone: ZoneInfo
) -> None:
    months = Months(zone=zone)
    start = datetime.fromisoformat(month_begins).replace(tzinfo=UTC) - 30 * HOUR
    sent = [at.astimezone(zone) for at in _hours(months, start, 30 * 24)]
    assert [f"{at:%Y-%m-%d %H}" for at in sent] == [f"{sent_on} 08"]
    assert months.reads == 1


def test_in_a_year_each_month_is_told_once() -> None:
    months = Months()
    _hours(months, datetime(2026, 10, 5, 0, 10, tzinfo=UTC), 24 * 366)
    told = [message.review.month for message in months.sent]
    assert told == sorted(set(told))
    assert len(told) == 13
    assert told[0] == "2026-09"


@pytest.mark.parametrize(
    "step", ["of", "first_data", "read", "keep", "kept", "send", "sent", "hand_over", "handed_over"]
)
def test_whatever_breaks_off_between_two_steps_loses_and_doubles_nothing(step: str) -> None:
    months = Months(breaks=step)
    _hours(months, datetime(2026, 11, 2, 6, 30, tzinfo=UTC), 72)
    assert {message.key for message in months.sent} == {"review/2026-10"}
    # A copy is the same to the last letter, and its key is what the notifier knows it by.
    assert all(one == another for one, another in pairwise(months.sent))
    assert len(months.sent) == (2 if step in {"sent", "hand_over"} else 1)
    assert months.kept["2026-10"].is_handed_over


def test_a_missed_day_is_made_up_for_on_a_working_day() -> None:
    months = Months()
    # Away from Monday, the first working day, until Saturday.
    assert _hours(months, datetime(2026, 11, 7, 7, 30, tzinfo=UTC), 72) == [datetime(2026, 11, 9, 7, 30, tzinfo=UTC)]


def test_after_two_weeks_it_is_not_made_up_for() -> None:
    months = Months()
    assert _hours(months, datetime(2026, 11, 17, 0, 30, tzinfo=UTC), 24 * 12) == []


@pytest.mark.parametrize("first", [None, datetime(2026, 10, 31, 23, 0, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)])
def test_of_a_month_before_the_first_data_nothing_is_told(first: datetime | None) -> None:
    months = Months(first=first)
    assert _hours(months, datetime(2026, 11, 1, 0, 30, tzinfo=UTC), 24 * 20) == []
    assert months.kept == {}


def test_a_month_with_an_hour_of_data_is_told() -> None:
    months = Months(first=datetime(2026, 10, 31, 22, 0, tzinfo=UTC))
    assert len(_hours(months, datetime(2026, 11, 1, 0, 30, tzinfo=UTC), 72)) == 1


def test_of_two_runs_at_once_the_first_ones_words_are_told() -> None:
    months = Months()
    months.run(datetime(2026, 11, 1, 5, 0, tzinfo=UTC))
    first = months.kept["2026-10"]
    months.first = LONG_AGO + HOUR
    months.run(datetime(2026, 11, 2, 9, 0, tzinfo=UTC))
    assert [message.review for message in months.sent] == [first.review]


def test_with_its_table_away_nothing_is_sent() -> None:
    months = Months(away=True)
    with pytest.raises(StoreUnavailableError):
        months.run(datetime(2026, 11, 2, 9, 0, tzinfo=UTC))
    assert months.sent == []
