"""A budget that burns too fast is told; one failure of few, or what chance explains, is not."""

from datetime import timedelta

import pytest

from pawpop_monitoring.analytics.burn_rate import Urgency, budget_left, burning
from pawpop_monitoring.analytics.counts import Counts

HOUR, FIVE = timedelta(hours=1), timedelta(minutes=5)
DAYS, SIX = timedelta(days=3), timedelta(hours=6)


def test_a_fast_burn_has_to_show_in_both_windows() -> None:
    bad, good = Counts(200, 1000), Counts(0, 90)
    found = burning({HOUR: bad, FIVE: Counts(20, 90)}, 0.99)
    assert found is not None
    assert found.speed.urgency is Urgency.PAGE
    assert found.times == pytest.approx(20)
    assert burning({HOUR: bad, FIVE: good}, 0.99) is None
    assert burning({HOUR: Counts(10, 1000), FIVE: Counts(20, 90)}, 0.99) is None


@pytest.mark.parametrize("failed", [1, 2, 4])
def test_a_few_failures_of_few_are_no_burn(failed: int) -> None:
    assert burning({HOUR: Counts(failed, 20), FIVE: Counts(failed, 3 + failed)}, 0.99) is None


def test_all_of_few_is_a_burn() -> None:
    assert burning({HOUR: Counts(5, 5), FIVE: Counts(3, 3)}, 0.99) is not None


def test_a_slow_burn_is_milder() -> None:
    found = burning({DAYS: Counts(300, 10_000), SIX: Counts(25, 800)}, 0.99)
    assert found is not None
    assert found.speed.urgency is Urgency.TICKET


def test_a_little_beyond_by_chance_is_none() -> None:
    assert burning({DAYS: Counts(6, 500), SIX: Counts(3, 200)}, 0.99) is None


def test_counts_that_make_no_sense_say_nothing() -> None:
    assert burning({HOUR: Counts(20, 10), FIVE: Counts(5, 5)}, 0.99) is None
    assert budget_left(Counts(0, 0), 0.99) is None


def test_the_budget_that_is_left_may_be_overdrawn() -> None:
    assert budget_left(Counts(5, 1000), 0.99) == pytest.approx(0.5)
    assert budget_left(Counts(30, 1000), 0.99) == pytest.approx(-2.0)
