"""Turning a changed alert into a transition that people are notified of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind


def notify(
    reason: Reason, state: RuleState, alert: Alert, kind: TransitionKind, now: datetime, by: str | None = None
) -> Decision:
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
        by=by,
    )
    known = now if alert.flapping and kind is TransitionKind.OPENED else state.flapping_notified_at
    after = replace(state, alert=notified, flapping_notified_at=known)
    return Decision(reason=reason, after=after, transition=transition)


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
        status=AlertStatus.OPEN,
        acknowledged_at=None,
        acknowledged_by=None,
        resolved_at=None,
        resolved_by=None,
    )
    reason = Reason.FLAPPING if alert.flapping else Reason.OPENED
    return Transition(kind=TransitionKind.OPENED, alert=first, at=alert.timestamp, reason=reason)


def opening_told_at_once(alert: Alert) -> Transition | None:
    """The opening of an alert of which people heard when it opened, and nothing since."""
    return opening_of(alert) if alert.notified_at == alert.timestamp else None


def steps_to_adopt(alert: Alert, step: Transition | None, opening: Transition | None = None) -> Sequence[Transition]:
    """What people should have heard of an alert that the alert store gets from elsewhere, with its last `step`.

    If that is no opening itself, then the opening may not be published yet: `opening`, or else its first.
    """
    if step is not None and step.kind is TransitionKind.OPENED:
        return [step]
    opening = opening or (opening_of(alert) if alert.notified_at else None)
    return [transition for transition in (opening, step) if transition is not None]


def is_reopened(steps: Sequence[Transition]) -> bool:
    """True if people should have heard that it opened again, and not that it is over since."""
    again = any(step.kind is TransitionKind.OPENED and step.alert.sequence > 1 for step in steps)
    return again and steps[-1].kind is not TransitionKind.RESOLVED


def _worst(notified: Severity | None, now: Severity) -> Severity:
    return notified if notified is not None and notified.is_worse_than(now) else now
