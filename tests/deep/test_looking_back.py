"""The check of trends every hour, in played days and in quarters of ordinary shops: no alarm that is none."""

import os
import re
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.checks.trends import TrendCheck, anomalies
from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.domain.transition import TransitionKind
from tests.deep.quarter import OneAfterTheOther, Quarter
from tests.tables import QUARTERS, leave
from tests.unit.alerting.world import World
from tests.unit.scenarios.faults import DAYS, Day
from tests.unit.scenarios.incidents import Incident
from tests.unit.scenarios.monitor import Forgotten, Monitor
from tests.unit.scenarios.spans import DAY

pytestmark = pytest.mark.skipif("PAWPOP_DEEP" not in os.environ, reason="minutes of one core: `make test-deep`")

_TRENDS = re.compile(":(unusual|drift|error_budget|capacity)")
SIZES, SEEDS = (2, 10, 50, 200, 1000, 5000), range(1, 6)
_NEWS = frozenset({"fal-ai:unusual:calls", "stripe:unusual:events"})
"""Of a sale that nobody announced: low, and said to be customers."""


@pytest.mark.parametrize("a_day", SIZES)
def test_a_quarter_of_an_ordinary_shop(
    a_day: float, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    told = Counter[str]()
    for seed in SEEDS:
        monkeypatch.setattr(anomalies, "look_through", OneAfterTheOther())
        told.update(_told(Quarter.of(a_day, seed)))
    leave(request.node, QUARTERS, (a_day, len(SEEDS), sorted(told.items())))
    assert not told.keys() - {f"{one} low" for one in _NEWS}


@pytest.mark.usefixtures("without_threads")
@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.name)
def test_a_played_day(day: Day) -> None:
    """Nothing of a day on which all is well; of others, what is not told by the check that sees it."""
    shop = day.shop(1)
    awaits = bool(day.arrange(shop)) if isinstance(day, Incident) else bool(day.alert or day.also)
    monitor = Monitor(shop, timedelta(minutes=5), looks_back=True)
    monitor.play(DAY, DAY + timedelta(days=1))
    told = [
        one.fingerprint for one in monitor.told if one.kind is TransitionKind.OPENED and _TRENDS.search(one.fingerprint)
    ]
    false = [one for one in told if one not in _NEWS]
    assert awaits or not false


def _told(quarter: Quarter) -> list[str]:
    world = World(interval=timedelta(hours=1))
    moments = list(quarter.looks)
    now = moments[0]
    around = Surroundings(zone=ZoneInfo("UTC"), month_limit=10_000)
    check = TrendCheck(
        source=quarter, store=Forgotten(), processor=world.processor, surroundings=lambda: around, clock=lambda: now
    )
    for now in moments:
        check.run()
        world.escalator.run(now)
    opened = {each.key: each for each in world.queue.messages if each.kind is TransitionKind.OPENED}
    return [f"{each.alert.fingerprint} {each.alert.severity}" for each in opened.values()]
