"""What two copies of an alert know together: pure functions, the one rule for whoever brings a copy late.

The alert store gets such copies from the standby store once it is back, and from the recorder, which writes what
went through RecordQueue meanwhile; either may come first, twice, or never.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from pawpop_monitoring.alerting.decide.resolution import RESOLVED_BY_CHECK
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus


def mark_of(state: RuleState) -> tuple[AlertStatus, int] | None:
    """What the alert store compares of an alert before it saves; None without an open one."""
    return (state.alert.status, state.alert.sequence) if state.alert else None


def merge(state: RuleState, late: Alert) -> RuleState:
    """The state with what `late` knows more of the alert that is open; unchanged if it is of another one."""
    alert = state.alert
    if alert is None or alert.id != late.id:
        return state
    opens = state.opens if late.timestamp in state.opens else (*state.opens, late.timestamp)
    return replace(state, alert=merge_copies(alert, [late]), opens=opens)


def ended(state: RuleState, end: Alert) -> RuleState:
    """The state, whose alert is open, once it has ended as the copy `end` says."""
    merged = merge(state, end)
    alert = merged.alert or end
    over = replace(alert, status=end.status, resolved_at=end.resolved_at, resolved_by=end.resolved_by)
    known = merged.flapping_notified_at if end.resolved_by == RESOLVED_BY_CHECK else None
    return replace(merged, alert=over, outcomes="", looked_at=(), flapping_notified_at=known)


def merge_copies(alert: Alert, copies: Iterable[Alert]) -> Alert:
    """An alert that is open, with what copies of it know more; the same whatever their order."""
    return reduce(_merged, copies, alert)


def _merged(alert: Alert, late: Alert) -> Alert:
    newest = late if late.last_seen > alert.last_seen else alert
    return replace(
        _further(alert, late),
        message=newest.message,
        details=newest.details,
        last_good=max(filter(None, (alert.last_good, late.last_good)), default=None),
        occurrences=max(alert.occurrences, late.occurrences),
        last_seen=max(alert.last_seen, late.last_seen),
        flapping=alert.flapping or late.flapping,
    )


def _further(alert: Alert, late: Alert) -> Alert:
    """The copy that has gone through more transitions; of two that went through as many, what either knows."""
    if late.sequence != alert.sequence:
        return max(alert, late, key=lambda copy: copy.sequence)
    return _acknowledged(alert if alert.notified_at else _notified(alert, late), late)


def _notified(alert: Alert, late: Alert) -> Alert:
    """People may have been notified meanwhile."""
    return replace(
        alert,
        notified_at=late.notified_at,
        notified_severity=late.notified_severity,
        silenced_by=late.silenced_by,
        inhibited_by=late.inhibited_by,
    )


def _acknowledged(alert: Alert, late: Alert) -> Alert:
    """Somebody may have taken the alert on meanwhile."""
    if alert.status is not AlertStatus.OPEN or late.status is not AlertStatus.ACKNOWLEDGED:
        return alert
    return replace(
        alert, status=late.status, acknowledged_at=late.acknowledged_at, acknowledged_by=late.acknowledged_by
    )
