"""Whole days in seconds: the real checks and the real engine, with the policies as shipped."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta

import pytest

from pawpop_monitoring.checks.fal_ai import gather as fal_ai
from pawpop_monitoring.checks.stripe import gather as stripe
from pawpop_monitoring.checks.supabase import gather as supabase
from pawpop_monitoring.checks.system import gather as system
from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.scenarios.incidents import INCIDENTS, Incident
from tests.unit.scenarios.monitor import Monitor
from tests.unit.scenarios.outcome import Outcome
from tests.unit.scenarios.spans import DAY


@pytest.fixture(autouse=True)
def without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is played answers at once, and thousands of threads would take longer than the days themselves."""

    def at_once[T](task: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(task())
        return future

    for gather in (fal_ai, stripe, supabase, system):
        monkeypatch.setattr(gather, "in_background", at_once)


@pytest.mark.parametrize("minutes", [5, 1], ids=["5min", "1min"])
@pytest.mark.parametrize("incident", INCIDENTS, ids=lambda incident: incident.name)
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
