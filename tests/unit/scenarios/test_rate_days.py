"""The checks and the engine on days on which a rate changes: no miss, no false alarm, no storm, no zombie."""

import os
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.scenarios.monitor import Monitor
from tests.unit.scenarios.odd_days import ODD_DAYS
from tests.unit.scenarios.other_days import OTHER_DAYS
from tests.unit.scenarios.rate_days import RATE_DAYS, RateDay
from tests.unit.scenarios.spans import between

_DEEP = "PAWPOP_SHOPS" in os.environ
"""Five seeds at both intervals, as with `make test-deep`, instead of one at five minutes."""
PLAYS = [(minutes, seed) for minutes in (5, 1) for seed in range(1, 6)] if _DEEP else [(5, 2)]
DAYS = [day for day in (*RATE_DAYS, *OTHER_DAYS, *ODD_DAYS) if _DEEP or not day.deep]
_TOLERATED = 4
_ALL_DAY = between("00:00", "23:59")


@pytest.mark.usefixtures("without_threads")
@pytest.mark.parametrize(("minutes", "seed"), PLAYS)
@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.name)
def test_a_day(day: RateDay, minutes: int, seed: int) -> None:
    monitor = _played(day, minutes, seed)
    opened = [told for told in monitor.told if told.kind is TransitionKind.OPENED and told.fingerprint not in day.also]
    if day.hovers:
        assert {told.fingerprint for told in opened} <= {day.alert}
        assert len(opened) <= _TOLERATED
        return
    assert [told.fingerprint for told in opened] == ([day.alert] if day.alert else [])
    if day.alert:
        (alert,) = (one for one in monitor.world.store.alerts.values() if one.fingerprint == day.alert)
        assert alert.severity.value == day.severity
        assert day.trouble.start <= opened[0].at <= day.trouble.start + day.told
        assert alert.resolved_at is not None
        assert alert.resolved_at <= day.trouble.end + day.over


def _played(day: RateDay, minutes: int, seed: int) -> Monitor:
    """The checks that are watched alone."""
    shop = day.shop(seed)
    shop.paused = dict.fromkeys({"supabase", "fal-ai", "stripe", "system"} - {*day.watched}, _ALL_DAY)
    day.arrange(shop)
    monitor = Monitor(shop, timedelta(minutes=minutes))
    monitor.play(day.played.start, day.played.end)
    return monitor
