"""A slow change is found in a week; growth, one wild day and noise are none; and since when, and by what."""

import random
from itertools import pairwise

import pytest

from pawpop_monitoring.analytics.change_point import changed_at, contributions
from pawpop_monitoring.analytics.drift import FEWEST_DAYS, drift_of, drifts, smallest_told

WEEK = (1.0, 1.1, 0.9, 1.0, 1.3, 1.6, 1.5)


def days(number: int, factor: float = 1.0, changed: int = 10_000, seed: int = 1, noise: float = 0.04) -> list[float]:
    chance = random.Random(seed)
    return [20 * WEEK[day % 7] * chance.gauss(1, noise) * (factor if day >= changed else 1) for day in range(number)]


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


@pytest.mark.parametrize("back", range(1, 8))
@pytest.mark.parametrize("seed", range(7))
def test_a_day_that_tripled_is_no_drift(seed: int, back: int) -> None:
    """A sale that nobody announced, and days that wander by a tenth."""
    values = days(88, seed=seed, noise=0.1)
    values[-back] *= 3
    assert drift_of(values) is None


@pytest.mark.parametrize("back", range(2, 8))
@pytest.mark.parametrize("seed", range(7))
def test_two_days_of_a_sale_are_no_drift(seed: int, back: int) -> None:
    values = days(88, seed=seed, noise=0.1)
    values[-back] *= 5
    values[1 - back] *= 3
    assert drift_of(values) is None


def test_nor_are_those_of_a_second_sale() -> None:
    """The first one makes the weeks before seem to wander far more than they do."""
    values = days(45, noise=0.1)
    for first in (27, 43):
        values[first : first + 2] = [5 * values[first], 3 * values[first + 1]]
    assert drift_of(values) is None


@pytest.mark.parametrize("apart", [3, 4])
@pytest.mark.parametrize("seed", range(7))
def test_nor_are_two_sales_within_a_week(seed: int, apart: int) -> None:
    """Four of the last five or six days stand out; no more than two were left out before."""
    values = days(88, seed=seed, noise=0.05)
    for first in (86 - apart, 86):
        values[first : first + 2] = [5 * values[first], 3 * values[first + 1]]
    assert drift_of(values) is None


@pytest.mark.parametrize("factor", [1.25, 1.5, 3.0])
def test_what_jumps_is_told_by_the_third_day(factor: float) -> None:
    assert next(drifts(days(88, factor, 80), 83))


def test_a_rise_in_which_one_day_is_wild_as_well_is_told() -> None:
    values = days(88, 1.25, 81)
    values[-3] *= 3
    drift = drift_of(values)
    assert drift is not None
    assert drift.change == pytest.approx(0.25, abs=0.05)
    assert max(drift.counted(values)) < 2 * min(drift.counted(values))


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


def test_what_was_noted_of_a_quarter_counts_as_well() -> None:
    """Five days of so much more are just clear; not so after one that passed, and still so while one stands."""
    values = days(88, 1.18, 83, noise=0.07)
    assert drift_of(values) is not None
    assert drift_of(values, days_since=60) is None
    assert drift_of(values, days_since=92) is not None
    assert drift_of(values, days_since=3) is not None


def test_a_rise_that_is_clear_by_far_is_told_whatever_was_told_before() -> None:
    assert drift_of(days(88, 1.5, 83, noise=0.07), days_since=20) is not None


@pytest.mark.parametrize("noise", [0.03, 0.1, 0.2])
def test_what_is_said_to_be_told_within_a_week_is(noise: float) -> None:
    told = 0
    for seed in range(40):
        quiet = days(81, seed=seed, noise=noise)
        smallest = smallest_told(quiet)
        assert smallest is not None
        told += any(drifts(days(88, 1 + smallest, 81, seed, noise), 82))
    assert told >= 38


def test_the_more_days_wander_the_larger_it_has_to_be_and_the_more_after_one_that_passed() -> None:
    calm, wild = days(88, noise=0.03), days(88, noise=0.2)
    assert (smallest_told(calm) or 0) < 0.2 < (smallest_told(wild) or 0) < (smallest_told(wild, days_since=30) or 0)
    assert smallest_told(days(FEWEST_DAYS - 1)) is None


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
