"""A short and heavy failure in a busy shop is one alert: over for good, though longer sums still hold it."""

import pytest

from tests.unit.analytics.played import play, told


@pytest.mark.parametrize(
    ("a_day", "lasts", "seed", "every"),
    [
        (450, 30, 1, 5),
        (1500, 5, 1, 5),
        (1500, 15, 21, 5),
        (1500, 15, 33, 5),
        (5000, 5, 1, 5),
        (5000, 10, 1, 5),
        (5000, 10, 12, 1),
        (5000, 15, 6, 1),
        (5000, 15, 25, 5),
        (5000, 30, 1, 5),
        (10_000, 5, 1, 5),
        (10_000, 15, 1, 5),
    ],
)
def test_all_fail_for_some_minutes(a_day: float, lasts: float, seed: int, every: int) -> None:
    """One in a hundred fails otherwise, and one in fifty is the limit, so that an hour often ends just above it."""
    payments = play(a_day, 1.0, lasts, seed, usual=0.01, busy=1.5)
    said = told(payments, every)
    assert [kind for kind, _ in said] == ["opened", "resolved"]
    assert said[0][1] <= 15
    assert said[1][1] <= lasts + 40
