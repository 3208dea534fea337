"""Whole days in seconds: the real checks and the real engine, with the policies as shipped.

At one minute a day takes five times as long, so every second one is played daily, and all of them by `make test-deep`.
"""

from datetime import timedelta

import pytest

from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.scenarios.incidents import INCIDENTS, Incident
from tests.unit.scenarios.monitor import Monitor
from tests.unit.scenarios.outcome import Outcome
from tests.unit.scenarios.spans import DAY


@pytest.mark.usefixtures("without_threads")
@pytest.mark.parametrize(
    ("incident", "minutes"),
    [
        pytest.param(incident, minutes, id=f"{incident.name}-{minutes}min")
        for minutes, played in ((5, INCIDENTS), (1, INCIDENTS[::2]))
        for incident in played
    ],
)
def test_a_day(incident: Incident, minutes: int, outcomes: list[Outcome]) -> None:
    shop = incident.shop()
    expected = incident.arrange(shop)
    monitor = Monitor(shop, timedelta(minutes=minutes))

    monitor.play(DAY, DAY + timedelta(hours=24))

    outcome = Outcome.of(incident, expected, monitor)
    outcomes.append(outcome)
    assert outcome.false_alarms == []
    assert outcome.missed == []
    assert monitor.still_open == sorted(one.fingerprint for one in expected if one.lasting)
    recovered = [told.fingerprint for told in monitor.told if told.kind is TransitionKind.RESOLVED]
    assert sorted(recovered) == sorted(one.fingerprint for one in expected if not one.lasting)
