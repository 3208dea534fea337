"""The end of an alert, by a check or by a person."""

from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.notices import muted_change
from pawpop_monitoring.alerting.decide.notifying import notify
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.transition import TransitionKind

RESOLVED_BY_CHECK = "check"
"""`resolved_by` of an alert that a good check closed."""


def resolve(state: RuleState, alert: Alert, now: datetime, resolved_by: str) -> Decision:
    """Close `alert`, by a check or by a person; whoever was told of it is told that it is over."""
    closed = replace(
        alert, status=AlertStatus.RESOLVED, resolved_at=now, resolved_by=resolved_by, sequence=alert.sequence + 1
    )
    settled = replace(state, outcomes="", looked_at=(), alert=closed)
    if resolved_by != RESOLVED_BY_CHECK:
        settled = replace(settled, flapping_notified_at=None)  # who closes it wants to hear if it comes back
    if alert.notified_at is None:
        return Decision(reason=Reason.RESOLVED, after=settled, notice=muted_change(alert, closed, now))
    return notify(Reason.RESOLVED, settled, closed, TransitionKind.RESOLVED, now)
