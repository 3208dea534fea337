"""The decision on what a check found: a pure function of the state, the finding, and the time.

A signal older than what the state has already seen changes nothing, so that checks may run at once and
end in any order.
"""

from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.alerting.decide.actions import unacknowledged
from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.flapping import CALM, is_flapping, recent_opens
from pawpop_monitoring.alerting.decide.identity import alert_id_of
from pawpop_monitoring.alerting.decide.notifying import notify
from pawpop_monitoring.alerting.decide.reminders import reminders_at_most
from pawpop_monitoring.alerting.decide.state import BAD, GOOD, RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules.patience import REMEMBERED, Policy
from pawpop_monitoring.domain.transition import TransitionKind

RESOLVED_BY_CHECK = "check"
"""`resolved_by` of an alert that a good check closed."""


def decide_bad(state: RuleState, finding: Finding, now: datetime, policy: Policy) -> Decision:
    """What follows from a broken rule."""
    if _is_outdated(state, now) or _is_of_a_past_alert(state, now):
        return Decision(reason=Reason.OUTDATED, after=state)
    seen = replace(state, outcomes=(state.outcomes + BAD)[-REMEMBERED:])
    if seen.alert is not None:
        return _count(seen, seen.alert, finding, now)
    if seen.outcomes[-policy.window :].count(BAD) < policy.open_after:
        return Decision(reason=Reason.PENDING, after=seen)
    return _open(seen, finding, now)


def decide_good(state: RuleState, now: datetime, policy: Policy) -> Decision:
    """What follows from a rule that holds."""
    if _is_outdated(state, now):
        return Decision(reason=Reason.OUTDATED, after=state)
    seen = replace(state, outcomes=(state.outcomes + GOOD)[-REMEMBERED:])
    if seen.alert is None:
        return Decision(reason=Reason.QUIET, after=_calm(seen, policy))
    if _is_flapping_now(seen, seen.alert, now):
        return Decision(reason=Reason.HELD, after=replace(seen, alert=replace(seen.alert, flapping=True)))
    if not seen.outcomes.endswith(GOOD * policy.close_after):
        return Decision(reason=Reason.RECOVERING, after=seen)
    return resolve(seen, seen.alert, now, RESOLVED_BY_CHECK)


def resolve(state: RuleState, alert: Alert, now: datetime, resolved_by: str) -> Decision:
    """Close `alert`, by a check or by a person; whoever was told of it is told that it is over."""
    closed = replace(
        alert, status=AlertStatus.RESOLVED, resolved_at=now, resolved_by=resolved_by, sequence=alert.sequence + 1
    )
    settled = replace(state, outcomes="", alert=closed)
    if alert.notified_at is None:
        return Decision(reason=Reason.RESOLVED, after=settled)
    return notify(Reason.RESOLVED, settled, closed, TransitionKind.RESOLVED, now)


def escalate(state: RuleState, alert: Alert, finding: Finding, now: datetime) -> Decision:
    """Tell that it became worse; whoever took the alert on took on something milder.

    The step is numbered behind all reminders that may have been told by now, noted or not: so it has the same key
    with and without the alert store, and none of theirs.
    """
    number = alert.sequence + reminders_at_most(alert, now) + 1
    worse = replace(as_found(unacknowledged(alert), finding), sequence=number)
    return notify(Reason.ESCALATED, state, worse, TransitionKind.ESCALATED, now)


def as_found(alert: Alert, finding: Finding) -> Alert:
    """The alert with what `finding` says of it."""
    return replace(alert, severity=finding.severity, message=finding.message, details=finding.details)


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


def _open(state: RuleState, finding: Finding, now: datetime) -> Decision:
    opens = (*recent_opens(state.opens, now), now)
    flapping = is_flapping(opens)
    alert = replace(open_alert(finding, now), flapping=flapping)
    reason = Reason.FLAPPING if flapping else Reason.OPENED
    return notify(reason, replace(state, opens=opens), alert, TransitionKind.OPENED, now)


def _count(state: RuleState, alert: Alert, finding: Finding, now: datetime) -> Decision:
    """One more bad check of an open alert; a severity worse than any that was told is told, a better one is not."""
    counted = replace(alert, last_seen=now, occurrences=alert.occurrences + 1)
    if alert.notified_severity is None:
        return _unmute(state, as_found(counted, finding), now)
    if finding.severity.is_worse_than(alert.notified_severity):
        return escalate(state, counted, finding, now)
    same = replace(counted, severity=finding.severity, details=finding.details)
    return Decision(reason=Reason.COUNTED, after=replace(state, alert=same))


def _unmute(state: RuleState, alert: Alert, now: datetime) -> Decision:
    """Notify of an alert that was inhibited until now; what was silenced is told by the escalator, in one mail."""
    if alert.silenced_by is not None:
        return Decision(reason=Reason.COUNTED, after=replace(state, alert=alert))
    return notify(Reason.UNMUTED, state, alert, TransitionKind.OPENED, now)


def _is_flapping_now(state: RuleState, alert: Alert, now: datetime) -> bool:
    """True if the alert comes and goes, and did lately. Degraded mode opens alerts without knowing how often they
    opened before, so their mark alone does not say it."""
    flapping = alert.flapping or is_flapping(recent_opens(state.opens, now))
    return flapping and now - alert.last_seen < CALM


def _calm(state: RuleState, policy: Policy) -> RuleState:
    """Forget what no decision looks at any more, so that a quiet rule is never written."""
    looked_at = state.outcomes[-policy.window :].lstrip(GOOD)
    return replace(state, outcomes=looked_at)


def _is_outdated(state: RuleState, now: datetime) -> bool:
    """True if the alert has moved on since: it was seen, or people were told, at a later moment."""
    alert = state.alert
    return alert is not None and now < max(alert.last_seen, alert.notified_at or alert.last_seen)


def _is_of_a_past_alert(state: RuleState, now: datetime) -> bool:
    """True for a copy of what opened an alert that is closed by now, and for what was seen even before."""
    return state.alert is None and bool(state.opens) and now <= max(state.opens)
