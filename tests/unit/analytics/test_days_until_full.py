"""When something is full, and how a day compares with those before."""

import pytest

from pawpop_monitoring.analytics.days_until_full import days_left
from pawpop_monitoring.analytics.own_weeks import compared
from pawpop_monitoring.analytics.trend import slope_of


def growing(days: int, a_day: float) -> list[tuple[float, float]]:
    return [(float(day), 50 + a_day * day) for day in range(days)]


def test_what_grows_evenly_is_full_on_a_known_day() -> None:
    left = days_left(growing(28, 1.0), 100.0)
    assert left is not None
    assert left.soonest == left.likely == left.latest == pytest.approx(23.0)


def test_one_odd_day_bends_nothing() -> None:
    points = growing(28, 1.0)
    points[10] = (10.0, 500.0)
    left = days_left(points, 100.0)
    assert left is not None
    assert left.likely == pytest.approx(23.0, abs=0.5)


@pytest.mark.parametrize("a_day", [0.0, -1.0, 0.001])
def test_what_does_not_grow_is_never_full(a_day: float) -> None:
    left = days_left(growing(28, a_day), 100.0)
    assert left is not None
    assert left.likely is None


def test_what_is_full_has_no_days_left() -> None:
    left = days_left(growing(28, 1.0), 60.0)
    assert left is not None
    assert left.likely == 0


def test_too_few_days_tell_nothing() -> None:
    assert days_left(growing(13, 1.0), 100.0) is None
    assert slope_of([(1.0, 5.0), (1.0, 6.0)]) is None


def test_a_day_is_compared_with_its_own_weekdays() -> None:
    found = compared(90.0, [40.0, 50.0, 60.0, 50.0, 95.0])
    assert found is not None
    assert (found.below, found.weeks, found.usual) == (4, 5, 50.0)
    assert found.change == pytest.approx(0.8)
    assert compared(90.0, [40.0] * 3) is None
