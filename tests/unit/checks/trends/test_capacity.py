"""`supabase.capacity`: what fills up, with a date, and only if it clearly does."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.contracts.insights_response import State
from pawpop_monitoring.domain.readings.trends import DayFigure
from tests.unit.checks.trends.readings import growing, judged, outline

DISK, CONNECTIONS, AGE = (
    ("supabase", "diskUsedPercent"),
    ("supabase", "connectionUtilization"),
    ("supabase", "wraparoundAge"),
)


@pytest.mark.parametrize(
    ("figure", "today", "a_day", "found"),
    [
        (DISK, 80.0, 1.0, []),  # 15 days
        (DISK, 82.0, 1.0, ["supabase:capacity:disk medium"]),  # 13
        (DISK, 93.5, 1.0, ["supabase:capacity:disk high"]),  # 1.5
        (DISK, 94.0, 0.0, []),
        (DISK, 60.0, -1.0, []),
        (CONNECTIONS, 90.0, 1.0, ["supabase:capacity:connections medium"]),
        (AGE, 1_800_000_000.0, 1_000_000.0, []),  # 346 days
        (AGE, 2_000_000_000.0, 1_000_000.0, ["supabase:capacity:transaction_ids low"]),  # 146
        (AGE, 2_130_000_000.0, 1_000_000.0, ["supabase:capacity:transaction_ids high"]),  # 16
    ],
)
def test_rule(figure: Any, today: float, a_day: float, found: list[str]) -> None:
    _, judgements = judged(figures={figure: growing(today, a_day)})
    assert outline(judgements) == found


def test_it_says_the_day() -> None:
    insights, _ = judged(figures={DISK: growing(75.0, 1.0)})
    [disk, *_] = insights.capacity
    assert disk.days_left == 20.0
    assert disk.full_on is not None
    assert disk.full_on.isoformat() == "2026-12-13"
    assert disk.text == (
        "The disk of the database: 75.0 % used. At the pace of the last weeks 95.0 % are reached in 20 days, on"
        " 13 December; Supabase lets nothing more be written then."
    )


@pytest.mark.parametrize("today", [95.0, 97.5, 100.0])
def test_what_is_full_is_not_said_to_have_room(today: float) -> None:
    insights, judgements = judged(figures={DISK: growing(today, 1.0)})
    [finding] = judgements["supabase"].findings
    assert insights.capacity[0].text == (
        f"The disk of the database: {today} % used. The limit of 95.0 % is reached; Supabase lets nothing more be"
        " written then."
    )
    assert finding.message == "The disk of the database: all is used up"


def test_hours_are_told_as_hours() -> None:
    """Half a point at one a day is half a day, and it is noon."""
    insights, judgements = judged(figures={DISK: growing(94.5, 1.0)})
    [finding] = judgements["supabase"].findings
    assert "95.0 % are reached in 12 hours, on 24 November;" in insights.capacity[0].text
    assert finding.message == "The disk of the database will be used up in 12 hours"


def test_a_day_years_ahead_has_its_year() -> None:
    insights, _ = judged(figures={AGE: growing(1_000_000_000.0, 1_000_000.0)})
    assert "in 1,146 days, on 12 January 2030;" in insights.capacity[2].text


def test_the_day_is_the_shops_own() -> None:
    """At noon in UTC it is the next day in Kiritimati already."""
    far_east = Surroundings(zone=ZoneInfo("Pacific/Kiritimati"), month_limit=1000.0)
    insights, _ = judged(far_east, figures={DISK: growing(75.0, 1.0)})
    assert insights.capacity[0].full_on == date(2026, 12, 14)


def test_what_only_wanders_is_not_told() -> None:
    """Ups and downs of ten points with a last day high up: three in five slopes may be up, not four."""
    days = growing(70.0, 0.0)
    wandering = tuple(DayFigure(one.day, 70.0 + (place * 37 % 21), 0) for place, one in enumerate(days))
    _, judgements = judged(figures={CONNECTIONS: wandering})
    assert outline(judgements) == []


@pytest.mark.parametrize(("days", "state"), [(0, State.UNKNOWN), (13, State.LEARNING), (14, State.KNOWN)])
def test_it_learns_for_two_weeks(days: int, state: State) -> None:
    insights, judgements = judged(figures={DISK: growing(90.0, 1.0, days)})
    assert insights.capacity[0].state is state
    assert bool(outline(judgements)) is (state is State.KNOWN)


def test_what_was_not_seen_is_neither_good_nor_bad() -> None:
    _, judgements = judged()
    assert not judgements["supabase"].good


@pytest.mark.parametrize(("ago", "state"), [(2, State.KNOWN), (3, State.UNKNOWN)])
def test_what_was_seen_long_ago_is_not_known(ago: int, state: State) -> None:
    """As where the key that it takes was withdrawn: it may be full by now, or have been made larger."""
    insights, judgements = judged(figures={DISK: growing(94.0, 1.0, 40)[:-ago]})
    assert insights.capacity[0].state is state
    assert bool(outline(judgements)) is (state is State.KNOWN)
    assert not judgements["supabase"].good
    if state is State.UNKNOWN:
        assert insights.capacity[0].text == (
            "The disk of the database: 91.0 % used on 20 November, and it was not seen since."
        )
