"""Messages of AlertQueue as the tests want them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
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
    kind: TransitionKind = TransitionKind.OPENED,
    after: timedelta = timedelta(0),
    *,
    reason: Reason | None = None,
    heard: Severity | None = None,
    **changes: Any,
) -> AlertMessage:
    """The message of one step, told `after` the opening; people had `heard` that severity when it opened."""
    at = OPENED_AT + after
    step = Transition(
        kind=kind,
        alert=alert(last_seen=at, **changes),
        at=at,
        reason=reason,
        previous_notified_at=OPENED_AT if heard else None,
        previous_notified_severity=heard,
    )
    return AlertMessage.of(step)


def resolved(after: timedelta = timedelta(hours=1, minutes=20), **changes: Any) -> AlertMessage:
    """The message that an alert is over."""
    closing: dict[str, Any] = {"status": AlertStatus.RESOLVED, "resolved_at": OPENED_AT + after, "resolved_by": "check"}
    return message(TransitionKind.RESOLVED, after, **closing | {"sequence": 2} | changes)


def group() -> AlertMessage:
    """A critical alert, and two that opened together with it."""
    steps = [
        message(),
        message(
            severity=Severity.CRITICAL,
            rule="unreachable",
            id="alert_worst",
            message="Database unreachable",
            details={"reason": "connection refused"},
        ),
        message(
            severity=Severity.MEDIUM,
            rule="query_time",
            id="alert_slow",
            message="Slow queries detected",
            details={"value": 6212.0, "threshold": 5000.0, "unit": "ms"},
        ),
    ]
    return AlertMessage.grouped(steps, "group/0123456789abcdef0123/3")
