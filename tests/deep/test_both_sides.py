"""Thousands of shuffled histories on both sides; `make test-deep` plays 5,000 that were never played before."""

import os
from collections import Counter

import pytest

from tests.tables import HISTORIES, leave
from tests.unit.notifications.channels.both_sides import play
from tests.unit.notifications.channels.untrue import KINDS, untrue_in

PLAYED = int(os.environ.get("PAWPOP_HISTORIES") or 20)
_PARTS = 20
FIRST = int(os.environ.get("PAWPOP_FIRST_HISTORY") or 1000)
"""The number that a history begins with: those that fail can be played again."""


@pytest.mark.parametrize("part", range(_PARTS))
def test_histories_on_both_sides_leave_nothing_untrue(part: int, request: pytest.FixtureRequest) -> None:
    tally: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    bad = {}
    for seed in range(FIRST + part, FIRST + PLAYED, _PARTS):
        shop = play(seed)
        untrue = untrue_in(shop)
        tally += shop.tally
        tally.update(kind for kind, _ in untrue)
        tally.update(histories=1, alerts=len(shop.alerts()), incidents=len(shop.incidents()))
        if untrue:
            bad[seed] = untrue
    leave(request.node, HISTORIES, [dict(tally)])
    assert bad == {}
