"""Turning a changed alert into a transition that people are told."""

from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind


def tell(reason: Reason, state: RuleState, alert: Alert, kind: TransitionKind, now: datetime) -> Decision:
    """The decision to tell of `alert`, which is as it shall be stored but for the notes on who knows what."""
    told = replace(
        alert,
        notified_at=now,
        notified_severity=_worst(alert.notified_severity, alert.severity),
        escalated=alert.escalated or kind is TransitionKind.ESCALATED,
        silenced_by=None,
        cause=None,
    )
    transition = Transition(
        kind=kind,
        # What kept it back until now is past for the state, but news for people.
        alert=replace(told, silenced_by=alert.silenced_by, cause=alert.cause),
        at=now,
        reason=reason,
        previous_notified_at=alert.notified_at,
        previous_notified_severity=alert.notified_severity,
    )
    return Decision(reason=reason, after=replace(state, alert=told), transition=transition)


def opening_of(alert: Alert) -> Transition:
    """The opening of an alert of which nothing else was told; of the severity that was told, it may be better now."""
    first = replace(
        alert,
        severity=alert.notified_severity or alert.severity,
        occurrences=1,
        last_seen=alert.timestamp,
        sequence=1,
        escalated=False,
    )
    return Transition(kind=TransitionKind.OPENED, alert=first, at=alert.timestamp, reason=Reason.OPENED)


def _worst(told: Severity | None, now: Severity) -> Severity:
    return told if told is not None and told.is_worse_than(now) else now
