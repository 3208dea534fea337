"""Who is on call hears at once, the next person once nobody took it on, each over their own channel."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from pawpop_monitoring.bootstrap.routing_rules import routing_rules
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.integration.channels.stand import Stand
from tests.integration.channels.told import shown
from tests.unit.notifications.messages import OPENED_AT, message, resolved

pytestmark = pytest.mark.integration

ON_CALL = {
    "CHANNELS": "slack,webhook,pagerduty,datadog,new-relic,otlp,apprise",
    "ROUTES": "critical -> on-call; any -> mail",
    "PEOPLE": "ann: apprise:phone; bob: pagerduty, webhook:shop",
    "ON_CALL": "ann, bob from 2026-11-16 00:00 UTC; ann 2026-11-24 00:00 to 2026-11-25 00:00",
    "ESCALATION_MINUTES": "15",
}
WORST = {"severity": Severity.CRITICAL, "notified_severity": Severity.CRITICAL}
OPENED = message(severity=Severity.CRITICAL)


@pytest.fixture
def stand(make_stand: Callable[[], Stand]) -> Stand:
    """In the week of bob; ann comes after him."""
    found = make_stand()
    rules = routing_rules(ON_CALL, found.set_up.channels)
    assert rules.problems == {}
    found.routes = rules.routes
    found.clock.advance_to(OPENED.at)
    return found


def minutes_later(stand: Stand, minutes: int) -> None:
    for _ in range(minutes):
        stand.pump.run()
        stand.clock.advance(timedelta(minutes=1))


def heard(stand: Stand) -> tuple[int, int, int]:
    """Steps that came to bob's pager, to bob's webhook, and to ann."""
    paths = ("/pagerduty/incidents", "/webhook/events", "/apprise/messages")
    incidents, hooks, notes = (len(shown(stand.sandbox, path)) for path in paths)
    return incidents, hooks, notes


def test_whoever_is_on_call_hears_at_once_and_the_next_after_fifteen_minutes(stand: Stand) -> None:
    stand.offer(OPENED)
    minutes_later(stand, 13)
    assert heard(stand) == (1, 1, 0)
    minutes_later(stand, 6)
    assert heard(stand) == (1, 1, 1)
    assert shown(stand.sandbox, "/slack/messages") == []


def test_once_somebody_took_it_on_nobody_else_is_asked_and_who_heard_hears_the_end(stand: Stand) -> None:
    stand.offer(OPENED)
    minutes_later(stand, 5)
    taken = message(
        TransitionKind.ACKNOWLEDGED,
        timedelta(minutes=5),
        reason=Reason.ACKNOWLEDGED,
        heard=Severity.CRITICAL,
        status=AlertStatus.ACKNOWLEDGED,
        acknowledged_at=OPENED_AT + timedelta(minutes=5),
        acknowledged_by="Bob",
        **WORST,
    )
    stand.know(taken.alert.to_alert())
    stand.offer(taken)
    minutes_later(stand, 20)
    assert heard(stand) == (1, 2, 0)
    stand.offer(resolved(timedelta(minutes=25), **WORST))
    minutes_later(stand, 5)
    assert heard(stand) == (1, 3, 0)
    assert [incident["status"] for incident in shown(stand.sandbox, "/pagerduty/incidents")] == ["resolved"]


def test_who_stands_in_is_asked_instead(stand: Stand) -> None:
    """It is still bob's week, but that day is ann's."""
    stand.clock.advance(timedelta(days=1))
    stand.offer(message(after=timedelta(days=1), severity=Severity.CRITICAL))
    minutes_later(stand, 3)
    assert heard(stand) == (0, 0, 1)
