"""What is strange in a series is told once, on the series' own scale."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from math import pi, sin

import pytest

from pawpop_monitoring.analytics.surprise import STRANGE, Surprise

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


def series(hours: int, value: Callable[[int, random.Random], float]) -> Iterator[tuple[datetime, float]]:
    chance = random.Random(4)
    return ((BEGIN + timedelta(hours=hour), value(hour, chance)) for hour in range(hours))


def daily(hour: int, chance: random.Random) -> float:
    return 50 + 30 * sin(hour / 24 * 2 * pi) + chance.gauss(0, 2)


def news(hours: int, value: Callable[[int, random.Random], float]) -> list[int]:
    watch = Surprise()
    found = series(hours, value)
    return [hour for hour, (moment, seen) in enumerate(found) if watch.is_news(moment, seen)]


def test_a_daily_pattern_is_no_news() -> None:
    assert len(news(24 * 60, daily)) <= 1


@pytest.mark.parametrize("factor", [1, 1000, 0.001])
def test_a_jump_is_news_at_once_and_once_whatever_the_unit(factor: float) -> None:
    def jump(hour: int, chance: random.Random) -> float:
        return factor * (daily(hour, chance) + (60 if hour >= 1000 else 0))

    found = [hour for hour in news(1100, jump) if hour >= 1000]
    assert len(found) == 1
    assert found[0] <= 1002


def test_a_drop_is_strange_below_zero() -> None:
    watch = Surprise()
    for moment, value in series(1000, daily):
        watch.strangeness(moment, value)
    later = BEGIN + timedelta(hours=1000)
    assert min(watch.strangeness(later + timedelta(hours=back), -60.0) for back in range(3)) < -STRANGE


def test_nothing_is_strange_without_a_past() -> None:
    assert news(48, lambda hour, _chance: 1000.0 if hour == 40 else 1.0) == []


def test_what_never_moves_is_never_strange() -> None:
    assert news(1000, lambda _hour, _chance: 45.0) == []
