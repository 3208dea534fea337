"""No failure makes a rate look better, and nothing that went well makes it look worse: histories on which that failed.

`make test-deep` looks for more among random ones.
"""

from dataclasses import replace

import pytest

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.checks.stripe.delivery_rates import HANDLED
from pawpop_monitoring.checks.stripe.payment_rates import CUSTOMERS, OURS
from tests.deep.histories import broken_laws, histories, of_letters

PAYMENTS, EVENTS = replace(OURS, limit=0.02), replace(HANDLED, limit=0.05)
NEW_SHOP = Counts(0, 0)


@pytest.mark.parametrize(
    ("newest_first", "before", "demand"),
    [
        ("FSSSFFF", NEW_SHOP, PAYMENTS),
        ("SFSSSFFF", NEW_SHOP, PAYMENTS),
        ("SSSFFFSFFFF", NEW_SHOP, PAYMENTS),
        ("SFSSSSFFFS", Counts(0, 70), PAYMENTS),
        ("FSSSFFFFSFFFF", Counts(25, 12_600), PAYMENTS),
        ("SFSSFFFFFFFFFFFFFFFFFFFFFFSSSSSSSS", Counts(252, 12_600), PAYMENTS),
        ("SSSFSSSFFFSS", Counts(0, 336), EVENTS),
        ("SFSSSSSFFFFFFFSFSFSFSFFFSSSSS", NEW_SHOP, EVENTS),
        ("FFFFSSSSSSFSFFFFSSSSSSSS", Counts(1400, 70_000), EVENTS),
        ("FSFSSSSFFSFFSSFFFFFFSSFF", Counts(7, 672), CUSTOMERS),
    ],
)
def test_found_ones(newest_first: str, before: Counts, demand: Demand) -> None:
    assert broken_laws(of_letters(newest_first, before, demand)) == []


def test_random_ones() -> None:
    assert {str(history): broken for history in histories(60, seed=1) if (broken := broken_laws(history))} == {}
