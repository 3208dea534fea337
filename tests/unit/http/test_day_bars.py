"""The picture of ninety days, drawn again from its dashes: each day is as high as it was bad."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawpop_monitoring.contracts.status_response import StatusDay
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.http.day_bars import layers_of
from tests.factories import NOW

_LEVELS = [PublicState.UNKNOWN, PublicState.OPERATIONAL, PublicState.DEGRADED, PublicState.OUTAGE]


def _seen(levels: Sequence[int]) -> list[int]:
    """What is on top, day by day, after the lines were drawn over each other."""
    days = [
        StatusDay(day=NOW.date() + timedelta(days=index), status=_LEVELS[level], uptime=None, coverage=0)
        for index, level in enumerate(levels)
    ]
    top = [0] * len(levels)
    for name, dashes in layers_of(days):
        at, is_drawn = 0, True
        for length in map(int, dashes.split()):
            top[at : at + length] = [int(name[1])] * length if is_drawn else top[at : at + length]
            at, is_drawn = at + length, not is_drawn
    return top


@settings(max_examples=50)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=90))
def test_each_day_is_drawn_as_it_was(levels: list[int]) -> None:
    assert _seen(levels) == levels


@pytest.mark.parametrize("pattern", [[1, 3], [1, 2, 3], [0, 1, 0, 2, 0, 3], [0, 3, 1], [3, 2, 1, 0]], ids=str)
def test_ninety_days_that_alternate_are_told_in_few_bytes(pattern: list[int]) -> None:
    levels = (pattern * 90)[:90]
    days = [StatusDay(day=NOW.date(), status=_LEVELS[level], uptime=None, coverage=0) for level in levels]
    assert sum(len(dashes) for _, dashes in layers_of(days)) < 300
