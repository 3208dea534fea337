"""An hour that has far more or far fewer than such an hour is news once; what is usual or announced is not."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pawpop_monitoring.analytics.chance import counts_at_least, counts_at_most
from pawpop_monitoring.analytics.hourly_counts import LEARNING_HOURS, Direction, HourlyCounts, Unusual
from tests.benchmarks.anomalies.report import found, told
from tests.benchmarks.anomalies.shops import play

MONDAY = datetime(2026, 1, 5)  # noqa: DTZ001 - the shop's own clock
HOURS = 24 * 42


def watch(count: Callable[[int], int], hours: int = HOURS, known: range = range(0)) -> dict[int, Unusual]:
    counts = HourlyCounts()
    seen = {
        hour: counts.news(MONDAY + timedelta(hours=hour), count(hour), known=hour in known) for hour in range(hours)
    }
    return {hour: unusual for hour, unusual in seen.items() if unusual}


def usual(hour: int) -> int:
    return (4, 30)[8 <= hour % 24 < 22] + random.Random(hour).randrange(-3, 4)


def pace(count: Callable[[int], int]) -> float:
    counts = HourlyCounts()
    for hour in range(HOURS):
        counts.look(MONDAY + timedelta(hours=hour), count(hour))
    return counts.pace


def test_what_is_usual_is_no_news() -> None:
    assert watch(usual) == {}


def test_a_surge_is_news_at_once_and_once() -> None:
    news = watch(lambda hour: 200 if hour >= HOURS - 20 else usual(hour))
    assert list(news) == [HOURS - 20]
    assert news[HOURS - 20].direction is Direction.MORE
    assert news[HOURS - 20].chance < 1e-5


def test_a_drop_by_day_is_news_within_hours() -> None:
    noon = HOURS - 24 + 12
    news = watch(lambda hour: 1 if hour >= noon else usual(hour))
    assert len(news) == 1
    [(hour, unusual)] = news.items()
    assert unusual.direction is Direction.FEWER
    assert hour - noon < 6


def test_a_drop_in_a_small_shop_shows_in_half_a_day() -> None:
    """Some 45 are usual in six hours: the 4 that come may be a holiday's, 8 of twice as many are not."""
    opens = HOURS - 24 + 8
    few = (1, 0, 0, 1, 1, 0) * 4
    [(hour, unusual)] = watch(lambda hour: few[hour % 24] if hour >= opens else usual(hour) // 4).items()
    assert unusual.direction is Direction.FEWER
    assert 6 < hour - opens < 12


@pytest.mark.parametrize("share", [0.33, 0.2])
def test_a_day_that_is_quiet_as_a_whole_is_no_drop(share: float) -> None:
    holiday = range(HOURS - 48, HOURS - 24)
    assert watch(lambda hour: round(share * usual(hour)) if hour in holiday else usual(hour)) == {}


def test_a_busy_day_that_falls_to_a_quarter_has_a_drop() -> None:
    noon = HOURS - 24 + 12
    [(hour, unusual)] = watch(lambda hour: usual(hour) // 4 if hour >= noon else usual(hour)).items()
    assert unusual.direction is Direction.FEWER
    assert hour - noon <= 6


@pytest.mark.parametrize("busy_hours", [1, 2, 6])
def test_the_pace_is_that_of_the_last_hours(busy_hours: int) -> None:
    assert pace(lambda hour: 90 if hour >= HOURS - busy_hours else 30) == pytest.approx(3)
    assert pace(lambda hour: 30 if hour >= HOURS - busy_hours else 90) == 1


@pytest.mark.parametrize("usually", [0, 1])
def test_what_chance_brings_at_night_is_no_pace(usually: int) -> None:
    assert pace(lambda hour: 2 if hour == HOURS - 1 else usually) == 1


def test_what_comes_for_hours_is_a_pace_in_a_small_shop_as_well() -> None:
    assert pace(lambda hour: 3 if hour >= HOURS - 6 else 1) == pytest.approx(3)


def test_without_a_past_the_pace_is_the_usual_one() -> None:
    assert HourlyCounts().pace == 1


def test_a_quiet_day_that_chance_makes_quieter_is_no_drop() -> None:
    """Some 26 of 88 are a holiday's, and 12 then are no more than chance; none at all are a stop."""
    holiday = range(HOURS - 48, HOURS - 24)
    by_hour = (0, 1) * 4 + (2,) * 6 + (5,) * 8 + (0, 1)
    assert watch(lambda hour: by_hour[hour % 24] if hour in holiday else usual(hour) // 2) == {}
    none = watch(lambda hour: 0 if hour in holiday else usual(hour) // 2)
    assert [unusual.direction for unusual in none.values()] == [Direction.FEWER]


@pytest.mark.parametrize("share", [0.2, 0.33])
def test_a_quiet_day_after_a_sale_that_nobody_announced_is_no_drop(share: float) -> None:
    """For weeks the mean of such hours is that of a busier shop."""
    sale, holiday = range(HOURS - 9 * 24, HOURS - 6 * 24), range(HOURS - 48, HOURS - 24)
    times = [5 if hour in sale else share if hour in holiday else 1 for hour in range(HOURS)]
    found = watch(lambda hour: round(times[hour] * usual(hour)))
    assert Direction.FEWER not in {unusual.direction for unusual in found.values()}


def test_after_such_a_sale_a_drop_is_found_all_the_same() -> None:
    sale, noon = range(HOURS - 9 * 24, HOURS - 6 * 24), HOURS - 24 + 12
    found = watch(lambda hour: 1 if hour >= noon else usual(hour) * (5 if hour in sale else 1))
    assert [hour - noon < 6 for hour, unusual in found.items() if unusual.direction is Direction.FEWER] == [True]


def test_ten_in_an_hour_that_has_four_are_none() -> None:
    assert watch(lambda hour: 9 if hour == HOURS - 20 else usual(hour)) == {}


def test_after_a_surge_the_next_has_to_be_clearer_and_a_loop_is() -> None:
    """At night, where some four are usual: 15 are told once, and 60 whatever was told before."""
    first, second = HOURS - 24 * 10 + 3, HOURS - 24 * 3 + 4
    assert list(watch(lambda hour: 15 if hour == second else usual(hour))) == [second]
    assert list(watch(lambda hour: {first: 16, second: 15}.get(hour, usual(hour)))) == [first]
    assert list(watch(lambda hour: {first: 16, second: 60}.get(hour, usual(hour)))) == [first, second]


def test_a_day_that_is_announced_is_no_news_and_teaches_nothing() -> None:
    sale = range(HOURS - 48, HOURS - 24)
    assert watch(lambda hour: 5 * usual(hour) if hour in sale else usual(hour), known=sale) == {}


@pytest.mark.parametrize("hour", [24, LEARNING_HOURS - 1])
def test_nothing_is_told_while_it_learns(hour: int) -> None:
    assert watch(lambda each: 500 if each == hour else usual(each), hours=hour + 1) == {}


def test_chances_of_counts_are_exact() -> None:
    assert counts_at_least(1, 0.5) == pytest.approx(0.393469, rel=1e-5)
    assert counts_at_least(5, 0.5) == pytest.approx(1.721e-4, rel=1e-3)
    assert counts_at_most(0, 3.0) == pytest.approx(0.049787, rel=1e-5)
    assert counts_at_least(0, 3.0) == 1.0
    assert counts_at_least(3, 0.0) == 0.0


@pytest.mark.parametrize("spread", [1.0, 1.5, 4.0])
@pytest.mark.parametrize("mean", [0.3, 7.0, 80.0])
def test_at_least_and_at_most_leave_nothing_out(mean: float, spread: float) -> None:
    for count in (0, 1, 5, 80, 120):
        whole = counts_at_most(count, mean, spread) + counts_at_least(count + 1, mean, spread)
        assert whole == pytest.approx(1.0)


def test_bursts_make_much_less_strange() -> None:
    assert counts_at_least(30, 10.0, 4.0) > 1000 * counts_at_least(30, 10.0)


@pytest.mark.parametrize("seed", [1003, 1030, 2055])
def test_a_runaway_loop_of_a_simulated_shop_is_found_within_two_hours_of_data(seed: int) -> None:
    after = found(seed, "runaway loop").after
    assert after is not None
    assert after <= 2


@pytest.mark.parametrize("seed", [1003, 1030, 2055])
def test_a_simulated_shop_with_nothing_wrong_has_one_false_alarm_a_quarter_at_most(seed: int) -> None:
    assert len(list(told(play(seed)))) <= 1


def _salaries(hour: int) -> int:
    """Twice as much on the first of each month."""
    return usual(hour) * (2 if (MONDAY + timedelta(hours=hour)).day == 1 else 1)


def test_the_first_of_a_month_may_have_more_and_teaches_the_next_one() -> None:
    """January to April, with three such days; a loop on the fourth one is found all the same."""
    assert watch(_salaries, hours=24 * 100) == {}
    loop = next(hour for hour in range(24 * 80, 24 * 100) if (MONDAY + timedelta(hours=hour)).day == 1) + 12
    news = watch(lambda hour: 9 * usual(hour) if hour == loop else _salaries(hour), hours=24 * 100)
    assert list(news) == [loop]


def test_a_silent_first_of_a_month_is_no_more_silent_than_another_day() -> None:
    half = lambda hour: usual(hour) // (2 if (MONDAY + timedelta(hours=hour)).day == 1 else 1)  # noqa: E731
    assert watch(half, hours=24 * 40) == {}
