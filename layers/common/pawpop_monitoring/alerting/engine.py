"""The decision: a pure function of the state, what was found, and the time.

A signal older than what the state has already seen changes nothing, so that messages and checks may
arrive in any order and any number of times.
"""

from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.alerting.decision import Decision, Reason
from pawpop_monitoring.alerting.identity import alert_id_of
from pawpop_monitoring.alerting.policy import Policy
from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.transition import Transition, TransitionKind

RESOLVED_BY_CHECK = "check"
"""`resolved_by` of an alert that a good check closed."""


def decide_bad(state: RuleState, finding: Finding, now: datetime, policy: Policy) -> Decision:
    """What follows from a broken rule."""
    if _is_outdated(state, now):
        return Decision(reason=Reason.OUTDATED, after=state)
    seen = replace(state, bad=state.bad + 1, good=0)
    if state.alert is not None:
        return _count(seen, state.alert, finding, now)
    if seen.bad < policy.open_after:
        return Decision(reason=Reason.PENDING, after=seen)
    return _tell(Reason.OPENED, seen, open_alert(finding, now), TransitionKind.OPENED, now)


def decide_good(state: RuleState, now: datetime, policy: Policy) -> Decision:
    """What follows from a rule that holds."""
    if _is_outdated(state, now):
        return Decision(reason=Reason.OUTDATED, after=state)
    if state.alert is None:
        return Decision(reason=Reason.QUIET, after=replace(state, bad=0))
    seen = replace(state, bad=0, good=state.good + 1)
    if seen.good < policy.close_after:
        return Decision(reason=Reason.RECOVERING, after=seen)
    return resolve(seen, state.alert, now, RESOLVED_BY_CHECK)


def resolve(state: RuleState, alert: Alert, now: datetime, resolved_by: str) -> Decision:
    """Close `alert`, by a check or by a person."""
    closed = replace(
        alert,
        status=AlertStatus.RESOLVED,
        resolved_at=now,
        resolved_by=resolved_by,
        sequence=alert.sequence + 1,
    )
    return _tell(Reason.RESOLVED, replace(state, bad=0, good=0), closed, TransitionKind.RESOLVED, now)


def open_alert(finding: Finding, now: datetime) -> Alert:
    """The alert that `finding` opens at `now`."""
    return Alert(
        id=alert_id_of(finding.fingerprint, now),
        service=finding.service,
        rule=finding.rule,
        fingerprint=finding.fingerprint,
        severity=finding.severity,
        message=finding.message,
        details=finding.details,
        timestamp=now,
        last_seen=now,
    )


def _count(state: RuleState, alert: Alert, finding: Finding, now: datetime) -> Decision:
    """One more bad check of an open alert; only a severity worse than any before is told."""
    counted = replace(alert, last_seen=now, occurrences=alert.occurrences + 1, details=finding.details)
    if not finding.severity.is_worse_than(alert.severity):
        return Decision(reason=Reason.COUNTED, after=replace(state, alert=counted))
    worse = replace(
        counted,
        severity=finding.severity,
        message=finding.message,
        status=AlertStatus.OPEN,
        sequence=alert.sequence + 1,
    )
    return _tell(Reason.ESCALATED, state, worse, TransitionKind.ESCALATED, now)


def _tell(reason: Reason, state: RuleState, alert: Alert, kind: TransitionKind, now: datetime) -> Decision:
    transition = Transition(kind=kind, alert=alert, at=now)
    return Decision(reason=reason, after=replace(state, alert=alert), transition=transition)


def _is_outdated(state: RuleState, now: datetime) -> bool:
    return state.alert is not None and now < state.alert.last_seen
