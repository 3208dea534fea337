"""Notices: what is told of a change that is no news to anybody, for who shows how an alert stands."""

from datetime import datetime

from pawpop_monitoring.alerting.decide.decision import Reason
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.transition import Transition, TransitionKind

_CLOSED_UNTOLD = 2
"""The number of an alert that opened and was closed, and nothing else."""


def is_shown(alert: Alert) -> bool:
    """True if somebody heard of it, in this life or in an earlier one."""
    return alert.notified_at is not None or alert.sequence > _CLOSED_UNTOLD


def taken_on(alert: Alert, now: datetime) -> Transition | None:
    """Somebody is on it now."""
    notice = Transition(
        kind=TransitionKind.ACKNOWLEDGED,
        alert=alert,
        at=now,
        reason=Reason.ACKNOWLEDGED,
        previous_notified_at=alert.notified_at,
        previous_notified_severity=alert.notified_severity,
    )
    return notice if is_shown(alert) else None


def muted_change(before: Alert, alert: Alert, now: datetime, by: str | None = None) -> Transition | None:
    """It is over, or nobody is on it any more, and nobody may be told: in an earlier life it was, so it is shown.

    `by` is who gave it back.
    """
    if before.status is alert.status or not is_shown(before):
        return None
    return Transition(kind=TransitionKind.SILENCED, alert=alert, at=now, reason=_reason_of(alert, by), by=by)


def _reason_of(alert: Alert, by: str | None) -> Reason:
    if alert.status is AlertStatus.RESOLVED:
        return Reason.RESOLVED
    if by:
        return Reason.ACKNOWLEDGEMENT_EXPIRED
    return Reason.SILENCED if alert.silenced_by else Reason.INHIBITED
