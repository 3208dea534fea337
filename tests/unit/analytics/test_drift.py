"""A slow change is found in a week; growth, one wild day and noise are none; and since when, and by what."""

import random

import pytest

from pawpop_monitoring.analytics.change_point import changed_at, contributions
from pawpop_monitoring.analytics.drift import BASE_DAYS, drift_of

WEEK = (1.0, 1.1, 0.9, 1.0, 1.3, 1.6, 1.5)


def days(number: int, factor: float = 1.0, changed: int = 10_000, seed: int = 1) -> list[float]:
    chance = random.Random(seed)
    return [20 * WEEK[day % 7] * chance.gauss(1, 0.04) * (factor if day >= changed else 1) for day in range(number)]


@pytest.mark.parametrize("factor", [1.2, 0.8, 1.5])
def test_a_lasting_change_is_found_within_a_week(factor: float) -> None:
    drift = drift_of(days(63, factor, 56))
    assert drift is not None
    assert drift.change == pytest.approx(factor - 1, abs=0.05)


@pytest.mark.parametrize("seed", range(20))
def test_noise_and_five_percent_are_none(seed: int) -> None:
    assert drift_of(days(63, seed=seed)) is None
    assert drift_of(days(63, 1.05, 56, seed=seed)) is None


def test_a_growing_shop_does_not_drift() -> None:
    assert drift_of([value * 1.0015**day for day, value in enumerate(days(63))]) is None


def test_one_wild_day_is_no_drift() -> None:
    values = days(63)
    values[-3] *= 8
    assert drift_of(values) is None


def test_too_few_days_tell_nothing() -> None:
    assert drift_of(days(BASE_DAYS + 2, 3.0, BASE_DAYS)) is None


def test_days_without_anything_break_nothing() -> None:
    assert drift_of([0.0] * 63) is None


def test_since_when() -> None:
    assert changed_at([5.0] * 20 + [9.0] * 8) == 20
    assert changed_at([5.0] * 20) is None
    assert changed_at([5.0, 6.0]) is None


def test_what_contributes_most_comes_first() -> None:
    found = contributions({"flux/dev": 10.0, "upscale": 4.0}, {"flux/dev": 11.0, "flux-pro": 9.0, "upscale": 4.0})
    assert [(one.name, one.change, one.share) for one in found] == [
        ("flux-pro", 9.0, 0.9),
        ("flux/dev", 1.0, 0.1),
        ("upscale", 0.0, 0.0),
    ]
