"""A size less of Supabase's compute: only where four weeks of all that is seen of it have room there."""

from datetime import timedelta

import pytest

from pawpop_monitoring.checks.trends import smaller_compute
from pawpop_monitoring.domain.readings.trends import DayFigure, Figure, HourFigure
from tests.factories import NOW
from tests.unit.checks.trends.readings import judged

IDLE = {
    smaller_compute.MOST: 120.0,
    smaller_compute.USED: 31.0,
    smaller_compute.MEMORY: 34.0,
    smaller_compute.CACHE_HITS: 99.8,
}


def _titles(figures: dict[Figure, float], load: float = 0.11, days: int = 28, busy_hours: int = 10) -> list[str]:
    """Of a server that is busy, with a load of 3, in so many of its hours."""
    dates = [NOW.date() - timedelta(days=back) for back in range(days, 0, -1)]
    loads = [load] * (days * 24 - busy_hours) + [3.0] * busy_hours
    insights, _ = judged(
        figures={name: tuple(DayFigure(day, value, value) for day in dates) for name, value in figures.items()},
        hours={
            smaller_compute.LOAD: tuple(
                HourFigure(NOW - timedelta(hours=back), mean) for back, mean in enumerate(reversed(loads))
            )
        },
    )
    return [found.title for found in insights.recommendations]


def test_a_server_that_idles_for_four_weeks_may_be_a_size_smaller() -> None:
    assert _titles(IDLE) == ["Try Supabase's compute Small in place of Medium"]


@pytest.mark.parametrize(
    "more",
    [
        {smaller_compute.USED: 46.0},  # more than half of what Small has
        {smaller_compute.MEMORY: 41.0},
        {smaller_compute.CACHE_HITS: 98.9},
        {smaller_compute.MOST: 60.0},  # nothing is known below
        {smaller_compute.MOST: 100.0},  # a server that is not Supabase's
    ],
)
def test_where_anything_has_no_room_it_stays(more: dict[Figure, float]) -> None:
    assert _titles(IDLE | more) == []


def test_a_busy_server_stays_also_if_it_is_so_in_few_hours_of_a_day() -> None:
    assert _titles(IDLE, load=0.41) == []
    assert _titles(IDLE, busy_hours=40) == []


def test_of_what_is_not_seen_or_not_for_long_nothing_follows() -> None:
    assert _titles(IDLE, days=24) == []
    for name in IDLE:
        assert _titles({other: value for other, value in IDLE.items() if other != name}) == []
