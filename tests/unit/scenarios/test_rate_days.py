"""The checks and the engine on days on which a rate changes: no miss, no false alarm, no storm, no zombie.

All of them, with five seeds and at both intervals, are played by `make test-deep` (tests/deep/test_days.py).
"""

import pytest

from tests.unit.scenarios.faults import CHANGING_DAYS, played
from tests.unit.scenarios.rate_days import RateDay

_MINUTES, _SEED = 5, 2


@pytest.mark.usefixtures("without_threads")
@pytest.mark.parametrize("day", [day for day in CHANGING_DAYS if not day.deep], ids=lambda day: day.name)
def test_a_day(day: RateDay) -> None:
    assert played(day, _MINUTES, _SEED).seen == ()
