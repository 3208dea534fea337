"""What the month will cost, between what and what, and on which day a limit is reached."""

from datetime import date

import pytest

from pawpop_monitoring.analytics.credit import credit_days_left
from pawpop_monitoring.analytics.daily_pace import coming_days
from pawpop_monitoring.analytics.month_forecast import SpentSoFar, forecast_month
from tests.benchmarks.forecast.report import played

TWELFTH = date(2026, 11, 12)


def so_far(days: list[float], *, elapsed: float = 0.0, month: float = 0.0) -> SpentSoFar:
    return SpentSoFar(today=TWELFTH, days=days, elapsed=elapsed, month=month)


def test_an_even_pace_goes_on() -> None:
    forecast = forecast_month(so_far([10.0] * 90, month=110), limit=1000)
    assert forecast is not None
    assert forecast.median == pytest.approx(110 + 190)
    assert forecast.low == pytest.approx(forecast.high)
    assert forecast.limit_on is None
    assert forecast.hit_rate == 1.0


def test_the_limit_falls_on_the_day_whose_cost_passes_it() -> None:
    """110 by the 11th and 10 a day: 299 and less are passed on the 30th, 300 and more not this month."""
    within = forecast_month(so_far([10.0] * 90, month=110), limit=299)
    beyond = forecast_month(so_far([10.0] * 90, month=110), limit=300.001)
    passed = forecast_month(so_far([10.0] * 90, month=110), limit=100)
    assert within is not None
    assert beyond is not None
    assert passed is not None
    assert within.limit_on == date(2026, 11, 30)
    assert beyond.limit_on is None
    assert passed.limit_on == TWELFTH


def test_of_today_only_what_is_left_is_to_come() -> None:
    forecast = forecast_month(so_far([10.0] * 90, month=117.5, elapsed=0.75), limit=1000)
    assert forecast is not None
    assert forecast.median == pytest.approx(300)


@pytest.mark.parametrize(("days", "expected"), [(13, "none"), (14, "learning"), (40, "learning"), (90, "own")])
def test_it_says_when_it_knows_too_little(days: int, expected: str) -> None:
    forecast = forecast_month(so_far([10.0] * days), limit=1000)
    assert (forecast is None) == (expected == "none")
    if forecast is not None:
        assert forecast.is_learning == (expected == "learning")
        assert forecast.low <= forecast.median <= forecast.high


def test_a_week_keeps_its_shape() -> None:
    weekly = [10.0] * 5 + [40.0, 40.0]
    coming = coming_days(weekly * 4, 7)
    assert coming[5] > 2 * coming[0]
    assert sum(coming) == pytest.approx(sum(weekly), rel=0.1)


def test_one_runaway_day_is_not_taken_for_the_pace() -> None:
    usual = [10.0] * 28
    assert sum(coming_days([*usual[:20], 500.0, *usual[21:]], 28)) < 1.15 * 280


def test_a_shop_that_spends_nothing_costs_nothing() -> None:
    forecast = forecast_month(so_far([0.0] * 90), limit=1000)
    assert forecast is not None
    assert forecast.median == forecast.low == forecast.high == 0


def test_credit_lasts_as_long_as_the_pace_lets_it() -> None:
    assert credit_days_left(45, [10.0] * 28) == pytest.approx(4.5)
    assert credit_days_left(0, [10.0] * 28) == 0
    assert credit_days_left(45, [10.0] * 13) is None
    assert credit_days_left(1e6, [10.0] * 28) is None
    assert credit_days_left(45, [0.0] * 28) is None


def test_errors_and_intervals_on_simulated_shops_are_as_promised() -> None:
    """The median error of 25 shops, with room for so few; `python -m tests.benchmarks forecast` plays 120."""
    by_day = played(25)
    for day, aim in {3: 0.11, 7: 0.09, 15: 0.065, 23: 0.035}.items():
        outcomes = by_day[day]
        assert sorted(one.off for one in outcomes)[len(outcomes) // 2] < aim
        assert 0.65 < sum(one.held for one in outcomes) / len(outcomes) < 0.95
