"""Messages of AlertQueue as the tests want them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.transition import Transition, TransitionKind
from tests.factories import make_alert

OPENED_AT = datetime(2026, 11, 23, 3, 12, 40, tzinfo=UTC)
CONNECTIONS = {
    "value": 93.4,
    "threshold": 90.0,
    "unit": "%",
    "usedConnections": 56,
    "idleConnections": 41,
    "usableConnections": 60,
    "maxConnections": 100,
}


def alert(**changes: Any) -> Alert:
    """An alert on high connection usage, with its evidence, opened at three in the morning."""
    known = {"id": "alert_0123456789abcdef0123", "timestamp": OPENED_AT, "details": CONNECTIONS}
    return make_alert(**known | changes)


def message(
    kind: TransitionKind = TransitionKind.OPENED, after: timedelta = timedelta(0), **changes: Any
) -> AlertMessage:
    """The message of one step, told `after` the opening."""
    at = OPENED_AT + after
    return AlertMessage.of(Transition(kind=kind, alert=alert(last_seen=at, **changes), at=at))


def resolved(after: timedelta = timedelta(hours=1, minutes=20), **changes: Any) -> AlertMessage:
    """The message that an alert is over."""
    closing = {"status": AlertStatus.RESOLVED, "resolved_at": OPENED_AT + after, "resolved_by": "check"}
    return message(TransitionKind.RESOLVED, after, **closing | {"sequence": 2} | changes)
