"""What time alone brings about: reminders, escalation, and the end of acknowledgements and silences.

Reminders are due at whole intervals after people were last told, and each number in that row has one key,
whoever computes it and whether or not the alert store answers.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.decide.actions import unacknowledged
from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.notifying import notify
from pawpop_monitoring.alerting.decide.policy import REMINDER_INTERVALS
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind

_SHORTEST = min(interval for interval in REMINDER_INTERVALS.values() if interval)


def decide_time(state: RuleState, alert: Alert, now: datetime, acknowledgement_lasts: timedelta) -> Decision:
    """What follows for an alert that is not resolved and not silenced (any more)."""
    if alert.notified_at is None:
        return _decide_muted(state, alert, now)
    if alert.status is AlertStatus.ACKNOWLEDGED:
        return _decide_acknowledged(state, alert, now, acknowledgement_lasts)
    missed = intervals_missed(alert, now)
    if not missed:
        return Decision(reason=Reason.WAITING, after=state)
    return _remind(state, alert, missed)


def _decide_muted(state: RuleState, alert: Alert, now: datetime) -> Decision:
    """The silence that muted it is over; what another alert inhibits is told by the next bad check."""
    if alert.silenced_by is None:
        return Decision(reason=Reason.WAITING, after=state)
    return notify(Reason.UNMUTED, state, alert, TransitionKind.OPENED, now)


def intervals_missed(alert: Alert, now: datetime) -> int:
    """How many reminders have fallen due since people were last told."""
    interval = REMINDER_INTERVALS[alert.severity]
    if interval is None or alert.notified_at is None:
        return 0
    return max(0, (now - alert.notified_at) // interval)


def reminders_at_most(alert: Alert, now: datetime) -> int:
    """How many may have fallen due since people were last told, whatever its severity was in the meantime."""
    return max(0, (now - alert.notified_at) // _SHORTEST) if alert.notified_at else 0


def _remind(state: RuleState, alert: Alert, missed: int) -> Decision:
    """The first reminder that nobody answered escalates; a critical alert did so when it opened."""
    interval = REMINDER_INTERVALS[alert.severity]
    if interval is None or alert.notified_at is None:
        raise ValueError(f"{alert.id} is never reminded of")
    first = missed == 1 and not alert.escalated and alert.severity is not Severity.CRITICAL
    due = alert.notified_at + missed * interval
    next_one = replace(alert, sequence=alert.sequence + missed, escalated=True)
    if first:
        return notify(Reason.UNANSWERED, state, next_one, TransitionKind.ESCALATED, due)
    return notify(Reason.REMINDED, state, next_one, TransitionKind.REMINDED, due)


def _decide_acknowledged(state: RuleState, alert: Alert, now: datetime, lasts: timedelta) -> Decision:
    """An acknowledgement runs out, so that nothing is acknowledged and forgotten."""
    if alert.acknowledged_at is None or now < alert.acknowledged_at + lasts:
        return Decision(reason=Reason.WAITING, after=state)
    opened = unacknowledged(alert)
    return notify(Reason.ACKNOWLEDGEMENT_EXPIRED, state, opened, TransitionKind.REMINDED, now)
