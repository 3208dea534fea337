"""Who is on an alert is told where its state is kept, once, whatever goes wrong, and nowhere else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from local_stack.sandbox.wire import Request
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.integration.channels.faults import FAULTS, Fault
from tests.integration.channels.stand import Stand
from tests.integration.channels.table import TITLE, row_of
from tests.integration.channels.told import TOLD, shown
from tests.tables import leave
from tests.unit.notifications.messages import OPENED_AT, message

pytestmark = pytest.mark.integration

QUIET = ("datadog", "new-relic", "otlp", "apprise", "push")
"""They keep no state, so they do not hear of it."""
WANTED = {channel: 2 if channel in {"slack", "webhook:shop"} else 1 for channel in TOLD}
"""The opening, and where that is a step of its own, who is on it."""
AFTER = timedelta(minutes=30)
OPENED = message(severity=Severity.CRITICAL)
TAKEN_ON = message(
    TransitionKind.ACKNOWLEDGED,
    AFTER,
    reason=Reason.ACKNOWLEDGED,
    heard=Severity.CRITICAL,
    severity=Severity.CRITICAL,
    status=AlertStatus.ACKNOWLEDGED,
    acknowledged_at=OPENED_AT + AFTER,
    acknowledged_by="Ann",
)


def tell(stand: Stand, step: AlertMessage, fault: Fault) -> None:
    """Under a fault that only those meet who hear of the step."""
    stand.clock.advance_to(step.at)
    fault.strike(stand)
    for kind in QUIET:
        stand.sandbox.answer(Request.of("DELETE", f"/_faults/{kind}", {}, b""))
    stand.deaths.left &= set(stand.set_up.keep_state)
    stand.offer(fault.told_as(step))
    with fault.during(stand):
        stand.run(rounds=3)
    stand.run()
    assert stand.faults() == {}, "a fault that nobody meets proves nothing"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_an_acknowledgement_is_shown_once_where_state_is_kept(
    make_stand: Callable[[], Stand], fault: Fault, request: pytest.FixtureRequest
) -> None:
    stand = make_stand()
    stand.clock.advance_to(OPENED.at)
    stand.offer(OPENED)
    stand.run()
    before = {kind: len(shown(stand.sandbox, f"/_received/{kind}")) for kind in QUIET}
    tell(stand, TAKEN_ON, fault)
    told = {channel: seen(stand.sandbox) for channel, seen in TOLD.items()}
    leave(request.node, TITLE, row_of(f"taken on: {fault.name}", told, WANTED))

    head, *thread = shown(stand.sandbox, "/slack/messages")
    assert head["text"].startswith("👀")
    lines = [each["text"] for each in thread if each["thread_ts"] == head["ts"]]
    assert len(thread) == len(lines) == 1
    assert "Ann is on it" in lines[0]
    (incident,) = shown(stand.sandbox, "/pagerduty/incidents")
    assert incident["status"] == "acknowledged"
    assert {event["event_action"] for event in incident["events"]} == {"trigger", "acknowledge"}
    hooks = [event["body"]["type"] for event in shown(stand.sandbox, "/webhook/events")]
    assert hooks == ["alert.opened", "alert.acknowledged"]
    assert {kind: len(shown(stand.sandbox, f"/_received/{kind}")) for kind in QUIET} == before
    assert stand.cloud.depth("channels-dead") == 0
