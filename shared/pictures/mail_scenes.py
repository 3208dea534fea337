"""The mails on the guide's pictures: one of each kind, composed by the notifier's own code."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.decide.identity import alert_id_of
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from pawpop_monitoring.notifications.content.action_links import ActionLinks
from pictures.review_scenes import review_mails

_OPENED_AT = datetime(2026, 11, 23, 3, 12, 40, tzinfo=UTC)
_OVER_AT = _OPENED_AT + timedelta(hours=1, minutes=20)
COMPOSER = EmailComposer(
    recipients=Recipients(("pawpopart@gmail.com",), ("alerts@pawpopart.com",)),
    zone=ZoneInfo("America/New_York"),
    sender="PawPop Monitoring <monitoring@pawpopart.com>",
    dashboard_url="https://monitoring.example.com/dashboard",
    links=ActionLinks("https://monitoring.example.com", lambda: "a key for pictures"),
)
"""As the notifier's, with everything that can be set."""
_UNREACHABLE: dict[str, Any] = {
    "service": "supabase",
    "rule": "unreachable",
    "severity": Severity.CRITICAL,
    "message": "Database unreachable: no answer on port 6543",
    "details": {"reason": "connection refused", "attempts": 3, "waitedMs": 9120},
}
_CONNECTIONS: dict[str, Any] = {
    "service": "supabase",
    "rule": "connections",
    "severity": Severity.HIGH,
    "message": "High connection usage detected",
    "details": {
        "value": 93.4,
        "threshold": 90.0,
        "unit": "%",
        "usedConnections": 56,
        "idleConnections": 41,
        "usableConnections": 60,
    },
}
_ERRORS: dict[str, Any] = {
    "service": "fal-ai",
    "rule": "error_rate",
    "severity": Severity.MEDIUM,
    "message": "Portraits fail more often than usual",
    "details": {"value": 7.5, "threshold": 5.0, "unit": "%", "failed": 6, "requests": 80, "userErrors": 3},
}
_BLIND: dict[str, Any] = {
    "service": "supabase",
    "rule": "blind",
    "severity": Severity.LOW,
    "message": "Connection statistics can't be read",
    "details": {"missing": "membership in pg_read_all_stats"},
}
_WEBHOOKS: dict[str, Any] = {
    "service": "stripe",
    "rule": "webhook_success_rate",
    "severity": Severity.HIGH,
    "message": "Stripe's events fail",
    "details": {"value": 81.5, "threshold": 95.0, "unit": "%"},
}


def mails() -> Mapping[str, str]:
    """The HTML of each mail, by the name of its pictures."""
    worse = {
        "reason": Reason.ESCALATED,
        "previous_notified_at": _OPENED_AT,
        "previous_notified_severity": Severity.MEDIUM,
    }
    over = {
        "status": AlertStatus.RESOLVED,
        "last_seen": _OVER_AT - timedelta(minutes=1),
        "resolved_at": _OVER_AT,
        "resolved_by": "check",
        "occurrences": 80,
    }
    told = {
        "critical": [_step(TransitionKind.OPENED, _UNREACHABLE)],
        "high": [_step(TransitionKind.ESCALATED, _CONNECTIONS, _OPENED_AT + timedelta(minutes=35), **worse)],
        "medium": [_step(TransitionKind.OPENED, _ERRORS)],
        "low": [_step(TransitionKind.OPENED, _BLIND)],
        "recovery": [_step(TransitionKind.RESOLVED, _UNREACHABLE | over, _OVER_AT)],
        "group": [_step(TransitionKind.OPENED, alert) for alert in (_UNREACHABLE, _WEBHOOKS, _ERRORS)],
    }
    return {name: _html(steps) for name, steps in told.items()} | dict(review_mails())


def _html(steps: Sequence[Transition]) -> str:
    messages = [AlertMessage.of(step) for step in steps]
    return COMPOSER.compose(messages[0] if len(messages) == 1 else AlertMessage.grouped(messages, "group/1")).html


def _step(kind: TransitionKind, about: Mapping[str, Any], at: datetime = _OPENED_AT, **known: Any) -> Transition:
    fingerprint = f"{about['service']}:{about['rule']}"
    alert: dict[str, Any] = {
        "id": alert_id_of(fingerprint, _OPENED_AT),
        "fingerprint": fingerprint,
        "timestamp": _OPENED_AT,
        "last_seen": at,
        "occurrences": 1 + int((at - _OPENED_AT).total_seconds() // 60),
    }
    return Transition(kind=kind, alert=Alert(**alert | dict(about)), at=at, **known)
