"""The binomial tail against values that are known."""

import pytest

from pawpop_monitoring.checks.stripe.chance import at_least


@pytest.mark.parametrize(
    ("successes", "trials", "probability", "chance"),
    [(0, 10, 0.5, 1.0), (1, 1, 0.25, 0.25), (10, 10, 0.5, 2**-10), (2, 3, 0.5, 0.5), (6, 10, 0.1, 1.469026e-4)],
)
def test_tail(successes: int, trials: int, probability: float, chance: float) -> None:
    assert at_least(successes, trials, probability) == pytest.approx(chance, rel=1e-6)


def test_large_numbers_do_not_overflow() -> None:
    assert at_least(10_001, 100_000, 0.1) == pytest.approx(0.4967, abs=1e-3)
