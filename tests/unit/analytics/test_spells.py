"""What comes in spells is counted by how often one begins."""

import random
from math import log

import pytest

from pawpop_monitoring.analytics.spells import spells_by_slot, spells_expected

DAY = 288


def test_nothing_is_expected_where_nothing_comes() -> None:
    assert spells_expected(frozenset(), 0, DAY) == 0
    assert spells_expected({5}, 0, 0) == 0


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.7])
def test_what_comes_by_chance_is_expected_as_often_as_it_comes(share: float) -> None:
    chance = random.Random(1)
    years = [spells_expected({slot for slot in range(-3, DAY) if chance.random() < share}, 0, DAY) for _ in range(60)]
    assert sum(years) / len(years) == pytest.approx(-DAY * log(1 - share), rel=0.2)


def test_a_spell_counts_once_however_much_comes_in_it() -> None:
    """Five customers a day, each with pictures for half an hour."""
    evenly = {hour * 48 + slot for hour in range(6) for slot in range(6)}
    assert 4 <= spells_expected(evenly, 0, DAY) <= 8
    assert len(evenly) == 36


def test_where_it_is_never_quiet_each_slot_counts() -> None:
    busy = frozenset(range(-12, DAY))
    assert spells_expected(busy, 0, 12) > 12
    assert spells_expected(busy, 0, DAY) == pytest.approx(8 * spells_expected(busy, 0, 36))


@pytest.mark.parametrize("share", [0.0, 0.03, 0.3, 0.8, 1.0])
def test_all_slots_at_once_are_as_many_as_one_after_the_other(share: float) -> None:
    chance = random.Random(2)
    busy = {slot for slot in range(-3, DAY) if chance.random() < share}
    until = spells_by_slot(busy, 0, DAY)
    assert until == pytest.approx([spells_expected(busy, 0, end) for end in range(1, DAY + 1)])
