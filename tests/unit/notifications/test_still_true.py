"""A reminder that waited while somebody took the alert on."""

from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.bench import WINDOW, Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import alert, message, resolved


def _taken_on(minutes: float) -> Alert:
    """The alert of `message()`, acknowledged so long after its opening."""
    at = message().at + timedelta(minutes=minutes)
    return alert(status=AlertStatus.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by="person")


def _reminder(reason: Reason, **changes: Any) -> str:
    kind = TransitionKind.ESCALATED if reason is Reason.UNANSWERED else TransitionKind.REMINDED
    return message(kind, timedelta(minutes=15), reason=reason, **changes).model_dump_json()


@pytest.mark.parametrize(
    "reason", [Reason.REMINDED, Reason.UNANSWERED, Reason.ACKNOWLEDGEMENT_EXPIRED, Reason.ESCALATED]
)
def test_a_reminder_that_waited_while_somebody_took_the_alert_on_is_not_told(reason: Reason) -> None:
    bench = Bench()
    bench.standby.put(_taken_on(16))
    assert bench.consumer.consume(_reminder(reason), 3, context()) == Result(Outcome.SUPERSEDED)
    assert bench.channel.sent == []


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (_reminder(Reason.REMINDED), None),
        (_reminder(Reason.REMINDED), alert()),
        (_reminder(Reason.REMINDED), _taken_on(14)),
        (_reminder(Reason.REMINDED, id="alert_other"), _taken_on(16)),
        (_reminder(Reason.ESCALATED), _taken_on(14)),
        (resolved().model_dump_json(), _taken_on(16)),
    ],
    ids=["unknown", "still open", "taken on before", "another", "got worse", "over"],
)
def test_everything_else_is_told(body: str, known: Alert | None) -> None:
    bench = Bench()
    if known is not None:
        bench.standby.put(known)
    bench.consumer.consume(body, 1, context())
    bench.now += WINDOW
    assert bench.consumer.consume(body, 2, context()).outcome in {Outcome.DELIVERED, Outcome.ALREADY_DELIVERED}


def test_a_reminder_is_told_when_nobody_can_say_whether_the_alert_was_taken_on() -> None:
    bench = Bench(standby=InMemoryStandbyStore(unavailable=True))
    bench.consumer.consume(_reminder(Reason.REMINDED), 1, context())
    bench.now += WINDOW
    assert bench.consumer.consume(_reminder(Reason.REMINDED), 2, context()) == Result(Outcome.DELIVERED)
