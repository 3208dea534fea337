"""Turning a changed alert into a transition that people are notified of."""

from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind


def notify(reason: Reason, state: RuleState, alert: Alert, kind: TransitionKind, now: datetime) -> Decision:
    """The decision to notify people of `alert`: it is stored as it is here, with what they know from now on."""
    notified = replace(
        alert,
        notified_at=now,
        notified_severity=_worst(alert.notified_severity, alert.severity),
        escalated=alert.escalated or kind is TransitionKind.ESCALATED,
        silenced_by=None,
        inhibited_by=None,
    )
    transition = Transition(
        kind=kind,
        # What muted it until now is past for the state, but news for people.
        alert=replace(notified, silenced_by=alert.silenced_by, inhibited_by=alert.inhibited_by),
        at=now,
        reason=reason,
        previous_notified_at=alert.notified_at,
        previous_notified_severity=alert.notified_severity,
    )
    return Decision(reason=reason, after=replace(state, alert=notified), transition=transition)


def opening_of(alert: Alert) -> Transition:
    """The opening of an alert of which people heard nothing else, with the severity that they heard: it may have become
    milder since."""
    first = replace(
        alert,
        severity=alert.notified_severity or alert.severity,
        occurrences=1,
        last_seen=alert.timestamp,
        sequence=1,
        escalated=False,
    )
    return Transition(kind=TransitionKind.OPENED, alert=first, at=alert.timestamp, reason=Reason.OPENED)


def _worst(notified: Severity | None, now: Severity) -> Severity:
    return notified if notified is not None and notified.is_worse_than(now) else now
