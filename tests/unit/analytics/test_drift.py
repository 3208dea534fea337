"""A slow change is found in a week; growth, one wild day and noise are none; and since when, and by what."""

import random
from itertools import pairwise

import pytest

from pawpop_monitoring.analytics.change_point import changed_at, contributions
from pawpop_monitoring.analytics.drift import FEWEST_DAYS, drift_of, drifts

WEEK = (1.0, 1.1, 0.9, 1.0, 1.3, 1.6, 1.5)


def days(number: int, factor: float = 1.0, changed: int = 10_000, seed: int = 1) -> list[float]:
    chance = random.Random(seed)
    return [20 * WEEK[day % 7] * chance.gauss(1, 0.04) * (factor if day >= changed else 1) for day in range(number)]


@pytest.mark.parametrize("factor", [1.2, 1.5, 4.0])
def test_a_lasting_change_is_found_within_a_week(factor: float) -> None:
    drift = drift_of(days(63, factor, 56))
    assert drift is not None
    assert drift.change == pytest.approx(factor - 1, abs=0.05)


@pytest.mark.parametrize("seed", range(20))
def test_noise_and_five_percent_are_none(seed: int) -> None:
    assert drift_of(days(63, seed=seed)) is None
    assert drift_of(days(63, 1.05, 56, seed=seed)) is None


@pytest.mark.parametrize("factor", [1.2, 1.5])
def test_a_shop_that_hardly_wanders_drifts_as_well(factor: float) -> None:
    values = [20 * WEEK[day % 7] * (factor if day >= 56 else 1) for day in range(63)]
    drift = drift_of(values)
    assert drift is not None
    assert drift.change == pytest.approx(factor - 1, abs=0.02)


def test_a_growing_shop_does_not_drift() -> None:
    assert drift_of([value * 1.0015**day for day, value in enumerate(days(63))]) is None


def test_one_wild_day_is_no_drift() -> None:
    values = days(63)
    values[-3] *= 8
    assert drift_of(values) is None


def test_too_few_days_tell_nothing() -> None:
    assert drift_of(days(FEWEST_DAYS - 1, 3.0, FEWEST_DAYS - 8)) is None


def test_fewer_are_none() -> None:
    assert drift_of(days(63, 0.8, 56)) is None


def test_it_stands_without_a_gap_until_it_is_usual() -> None:
    """By day: once it is told, it is not told anew."""
    standing = [drift is not None for drift in drifts(days(120, 1.2, 60), 60)]
    first = standing.index(True)
    assert first <= 7
    assert all(standing[first : first + 14])
    assert sum(now and not before for before, now in pairwise(standing)) == 1


def test_what_a_day_tells_does_not_depend_on_how_much_older_past_is_kept() -> None:
    values = days(140, 1.2, 100)
    assert drift_of(values) == drift_of(values[-135:]) == list(drifts(values))[-1]


def test_after_one_that_passed_the_next_has_to_be_clearer() -> None:
    """Two weeks of +14 % each, a month apart: the first is told, the second alone would be as well."""
    values = days(140)
    for day in (*range(70, 77), *range(105, 112)):
        values[day] *= 1.13
    fresh = [value / (1.13 if 70 <= day < 77 else 1) for day, value in enumerate(values)]
    told = [day for day, drift in enumerate(drifts(values, 60), 60) if drift]
    assert any(70 < day < 84 for day in told)
    assert not any(day >= 105 for day in told)
    assert any(drift for drift in drifts(fresh, 100))


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
