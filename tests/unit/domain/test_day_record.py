"""Ninety bars: what nobody saw is not up, and a day is as good as its worst service."""

from datetime import date, timedelta

import pytest

from pawpop_monitoring.domain.component import Component
from pawpop_monitoring.domain.day_record import DAYS_SHOWN, ComponentDay, DayRecord, days_of, percent_up
from pawpop_monitoring.domain.history import Uptime
from pawpop_monitoring.domain.public_state import PublicState

TODAY = date(2026, 11, 23)
SHOP = Component("Shop", ("site", "supabase"))


def _record(service: str = "supabase", back: int = 0, **seconds: float) -> DayRecord:
    return DayRecord(service=service, day=TODAY - timedelta(days=back), **seconds)


def test_there_are_ninety_and_today_is_the_last() -> None:
    days = days_of(SHOP, [_record(back=0, up=1), _record(back=89, up=2), _record(back=90, up=3)], TODAY)
    assert (len(days), days[0].day, days[-1].day) == (DAYS_SHOWN, TODAY - timedelta(days=89), TODAY)
    assert (days[0].known, days[-1].known) == (2, 1)


def test_a_day_without_a_record_is_not_known() -> None:
    assert {day.state for day in days_of(SHOP, [], TODAY)} == {PublicState.UNKNOWN}
    assert {day.uptime for day in days_of(SHOP, [], TODAY)} == {None}


def test_a_day_is_as_good_as_its_worst_service_and_known_as_far_as_all_are() -> None:
    records = [_record(up=80_000, down=0), _record("site", up=70_000, down=1_000, trouble=60), _record("stripe", up=1)]
    (*_, today) = days_of(SHOP, records, TODAY)
    assert (today.known, today.down, today.trouble) == (71_000, 1_000, 60)


def test_a_service_that_was_not_watched_yet_takes_no_day_away() -> None:
    (*_, today) = days_of(SHOP, [_record(up=86_400)], TODAY)
    assert today.state is PublicState.OPERATIONAL


@pytest.mark.parametrize(
    ("seconds", "state"),
    [
        ({"known": 0}, PublicState.UNKNOWN),
        ({"known": 300}, PublicState.OPERATIONAL),
        ({"known": 86_400, "trouble": 1}, PublicState.DEGRADED),
        ({"known": 86_400, "down": 1}, PublicState.DEGRADED),
        ({"known": 86_400, "down": 899}, PublicState.DEGRADED),
        ({"known": 86_400, "down": 900}, PublicState.OUTAGE),
    ],
)
def test_what_a_bar_shows(seconds: dict[str, float], state: PublicState) -> None:
    assert ComponentDay(day=TODAY, **seconds).state is state


@pytest.mark.parametrize(
    ("known", "down", "percent"),
    [
        (86_400, 0, 100),
        (7_776_000, 1, 99.99),
        (86_400, 86_400, 0),
        (0, 0, None),
        (1000, 1, 99.9),
        (100, 43, 57),
        (86_400, 1e-9, 99.99),
    ],
)
def test_100_percent_is_said_only_of_what_was_never_down(known: float, down: float, percent: float | None) -> None:
    assert percent_up(known, down) == percent


def test_100_percent_is_said_of_all_that_was_never_down() -> None:
    """However many microseconds it was: a product and a quotient of them may be less than they should."""
    seconds = [7_200.023559 + number / 1_000_003 for number in range(1000)]
    assert {percent_up(known, 0) for known in seconds} == {100}
    assert {Uptime(up=known).percent for known in seconds} == {100}
