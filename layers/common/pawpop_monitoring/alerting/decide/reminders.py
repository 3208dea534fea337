"""What time alone brings about: reminders, escalation, and the end of acknowledgements and silences.

Reminders are due at whole intervals after people were last told, and each number in that row has one key,
whoever computes it and whether or not the alert store answers.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.decide.actions import release, unacknowledged
from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.flapping import is_good_now, is_outage, reminder_interval
from pawpop_monitoring.alerting.decide.notifying import notify
from pawpop_monitoring.alerting.decide.policy import REMINDER_INTERVALS
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind

_SHORTEST = min(interval for interval in REMINDER_INTERVALS.values() if interval)


def decide_time(state: RuleState, alert: Alert, now: datetime, acknowledgement_lasts: timedelta) -> Decision:
    """What follows for an alert that is not resolved and not silenced (any more); nothing while it is good."""
    if is_good_now(alert, now) or _is_acknowledged(alert, now, acknowledgement_lasts):
        return Decision(reason=Reason.WAITING, after=state)
    if alert.notified_at is None:
        return _decide_muted(state, alert, now)
    if alert.status is AlertStatus.ACKNOWLEDGED:
        return release(state, alert, None, now)
    missed = intervals_missed(alert, now)
    if not missed:
        return Decision(reason=Reason.WAITING, after=state)
    return _remind(state, alert, missed)


def _is_acknowledged(alert: Alert, now: datetime, lasts: timedelta) -> bool:
    """True until the acknowledgement runs out, so that nothing is acknowledged and forgotten."""
    if alert.status is not AlertStatus.ACKNOWLEDGED:
        return False
    return alert.acknowledged_at is None or now < alert.acknowledged_at + lasts


def _decide_muted(state: RuleState, alert: Alert, now: datetime) -> Decision:
    """The silence that muted it is over, or what flaps has become an outage. What another alert inhibits is told by
    the next bad check.
    """
    lasting = alert.inhibited_by is None and is_outage(alert)
    if alert.silenced_by is None and not lasting:
        return Decision(reason=Reason.WAITING, after=state)
    known = unacknowledged(alert) if alert.status is AlertStatus.ACKNOWLEDGED else alert
    return notify(Reason.UNMUTED if alert.silenced_by else Reason.FLAPPING, state, known, TransitionKind.OPENED, now)


def intervals_missed(alert: Alert, now: datetime) -> int:
    """How many reminders have fallen due since people were last told."""
    interval = reminder_interval(alert)
    if interval is None or alert.notified_at is None:
        return 0
    return max(0, (now - alert.notified_at) // interval)


def reminders_at_most(alert: Alert, now: datetime) -> int:
    """How many may have fallen due since people were last told, whatever its severity was in the meantime."""
    return max(0, (now - alert.notified_at) // _SHORTEST) if alert.notified_at else 0


def _remind(state: RuleState, alert: Alert, missed: int) -> Decision:
    """The first reminder that nobody answered escalates; a critical alert did so when it opened."""
    interval = reminder_interval(alert)
    if interval is None or alert.notified_at is None:
        raise ValueError(f"{alert.id} is never reminded of")
    first = missed == 1 and not alert.escalated and alert.severity is not Severity.CRITICAL
    due = alert.notified_at + missed * interval
    next_one = replace(alert, sequence=alert.sequence + missed, escalated=True)
    if first:
        return notify(Reason.UNANSWERED, state, next_one, TransitionKind.ESCALATED, due)
    return notify(Reason.REMINDED, state, next_one, TransitionKind.REMINDED, due)
