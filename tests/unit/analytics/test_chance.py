"""The chances of counts, against sums that are written out."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import comb
from types import FrameType
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.analytics.chance import (
    beta_binomial_at_least,
    binomial_at_least,
    binomial_at_most,
    counts_at_least,
)


def _binomial(count: int, trials: int, share: Fraction) -> Fraction:
    return Fraction(comb(trials, count)) * share**count * (1 - share) ** (trials - count)


def _rising(start: int, steps: int) -> int:
    product = 1
    for step in range(steps):
        product *= start + step
    return product


def _beta_binomial(count: int, trials: int, failed: int, passed: int) -> Fraction:
    ways = comb(trials, count) * _rising(failed, count) * _rising(passed, trials - count)
    return Fraction(ways, _rising(failed + passed, trials))


@given(count=st.integers(-1, 41), trials=st.integers(0, 40), percent=st.integers(1, 99))
def test_the_binomial_is_exact(count: int, trials: int, percent: int) -> None:
    share = Fraction(percent, 100)
    terms = [_binomial(number, trials, share) for number in range(trials + 1)]
    assert binomial_at_least(count, trials, percent / 100) == pytest.approx(
        float(sum(terms[max(0, count) :])), rel=1e-9, abs=1e-12
    )
    if 0 <= count <= trials:
        assert binomial_at_most(count, trials, percent / 100) == pytest.approx(
            float(sum(terms[: count + 1])), rel=1e-9, abs=1e-12
        )


@given(count=st.integers(-1, 31), trials=st.integers(0, 30), failed=st.integers(1, 50), passed=st.integers(1, 500))
def test_the_beta_binomial_is_exact(count: int, trials: int, failed: int, passed: int) -> None:
    terms = [_beta_binomial(number, trials, failed, passed) for number in range(max(0, count), trials + 1)]
    assert beta_binomial_at_least(count, trials, failed, passed) == pytest.approx(
        float(sum(terms)), rel=1e-8, abs=1e-11
    )


def test_small_chances_keep_their_digits() -> None:
    assert binomial_at_least(14, 14, 0.005) == pytest.approx(0.005**14, rel=1e-9)
    assert binomial_at_least(10_000, 10_000, 0.001) == 0.0


def test_a_share_that_little_is_known_of_explains_more() -> None:
    assert beta_binomial_at_least(163, 4400, 22, 938) > 1e3 * beta_binomial_at_least(163, 4400, 2200, 93800)


@pytest.mark.parametrize("spread", [1.0, 1.5, 2.0, 5.0, 25.0])
@pytest.mark.parametrize("mean", [0.5, 5.0, 50.0, 1000.0])
def test_however_many_come_the_chance_is_known_at_once(mean: float, spread: float) -> None:
    """A loop of thousands of calls: terms too small to become smaller were summed for ever."""
    chances = []
    with _seconds(20):
        chances = [counts_at_least(count, mean, spread) for count in range(1, 20_000, 7)]
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < 1e-30


@contextmanager
def _seconds(most: int) -> Iterator[None]:
    """An error, not a test that never ends."""

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(most)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
