"""What the alert store learns from the standby store once it is back: pure functions."""

from dataclasses import replace

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus


def mark_of(state: RuleState) -> tuple[AlertStatus, int] | None:
    """What the alert store compares of an alert before it saves; None without an open one."""
    return (state.alert.status, state.alert.sequence) if state.alert else None


def merge(state: RuleState, kept: Alert) -> RuleState:
    """The state, with what happened while the store was away; the recorder may bring it later, or never."""
    alert = state.alert
    if alert is None or alert.id != kept.id:
        return state
    opens = state.opens if kept.timestamp in state.opens else (*state.opens, kept.timestamp)
    seen = replace(
        _further(alert, kept),
        occurrences=max(alert.occurrences, kept.occurrences),
        last_seen=max(alert.last_seen, kept.last_seen),
        flapping=alert.flapping or kept.flapping,
    )
    return replace(state, alert=seen, opens=opens)


def _further(alert: Alert, kept: Alert) -> Alert:
    """The copy that has gone through more steps; of two alike, what either knows."""
    if kept.sequence != alert.sequence:
        return max(alert, kept, key=lambda copy: copy.sequence)
    return _as_taken(alert if alert.notified_at else _as_told(alert, kept), kept)


def _as_told(alert: Alert, kept: Alert) -> Alert:
    return replace(
        alert,
        notified_at=kept.notified_at,
        notified_severity=kept.notified_severity,
        silenced_by=kept.silenced_by,
        cause=kept.cause,
    )


def _as_taken(alert: Alert, kept: Alert) -> Alert:
    """Somebody may have taken the alert on meanwhile."""
    if alert.status is not AlertStatus.OPEN or kept.status is not AlertStatus.ACKNOWLEDGED:
        return alert
    return replace(
        alert, status=kept.status, acknowledged_at=kept.acknowledged_at, acknowledged_by=kept.acknowledged_by
    )
