"""Every played day with five seeds, looked at every five minutes and every minute: `make test-deep`."""

import os
from collections.abc import Sequence

import pytest

from tests.tables import SWEPT_DAYS, leave
from tests.unit.scenarios.faults import DAYS, Day, Faults, played

pytestmark = pytest.mark.skipif("PAWPOP_DEEP" not in os.environ, reason="an hour of one core: `make test-deep`")

INTERVALS, SEEDS = (5, 1), range(1, 6)
"""In minutes; and of the shop."""


@pytest.mark.usefixtures("without_threads", "remembered_chances")
@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.name)
def test_a_day_at_any_interval(day: Day, request: pytest.FixtureRequest) -> None:
    plays = list(zip(*([played(day, minutes, seed) for minutes in INTERVALS] for seed in SEEDS), strict=True))
    differing = sum(one.told != other.told for one, other in zip(*plays, strict=True))
    sums = [_sum(of_one) for of_one in plays]
    leave(request.node, SWEPT_DAYS, (day.name, *(number for one in sums for number in one[:4]), differing))
    assert [one.seen for one in sums] == [(), ()]
    assert not differing


def _sum(faults: Sequence[Faults]) -> Faults:
    total = Faults()
    for one in faults:
        total = total.plus(one)
    return total
