"""The decision on what a check found: a pure function of the state, the finding, and the time.

A signal older than what the state has already seen changes nothing, so that checks may run at once and
end in any order.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.decide.actions import unacknowledged
from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.evaluations import bad_at, has_lasted, last_look, looked
from pawpop_monitoring.alerting.decide.flapping import (
    CALM,
    is_flapping,
    is_flapping_now,
    is_known_to_flap,
    recent_opens,
)
from pawpop_monitoring.alerting.decide.identity import alert_id_of
from pawpop_monitoring.alerting.decide.notices import muted_change
from pawpop_monitoring.alerting.decide.notifying import notify
from pawpop_monitoring.alerting.decide.reminders import reminders_at_most
from pawpop_monitoring.alerting.decide.resolution import RESOLVED_BY_CHECK, resolve
from pawpop_monitoring.alerting.decide.state import BAD, GOOD, RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules.patience import Policy
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind


def decide_bad(state: RuleState, finding: Finding, now: datetime, policy: Policy) -> Decision:
    """What follows from a broken rule."""
    if _is_outdated(state, now) or _is_of_a_past_alert(state, now):
        return Decision(reason=Reason.OUTDATED, after=state)
    if state.alert is None and _was_known(state, finding):
        return Decision(reason=Reason.PENDING, after=state)
    seen = looked(state, BAD, now, policy)
    if seen.alert is not None:
        return _count(seen, seen.alert, finding, now)
    if not (_outlasts(finding, policy) or has_lasted(seen, now, policy)):
        return Decision(reason=Reason.PENDING, after=seen)
    return open_anew(seen, finding, now)


def decide_good(state: RuleState, now: datetime, policy: Policy) -> Decision:
    """What follows from a rule that holds."""
    if _is_outdated(state, now):
        return Decision(reason=Reason.OUTDATED, after=state)
    if state.alert is None and not state.outcomes:
        return Decision(reason=Reason.QUIET, after=state)
    seen = looked(state, GOOD, now, policy)
    if seen.alert is None:
        return Decision(reason=Reason.QUIET, after=_calm(seen, policy))
    alert = replace(seen.alert, last_good=now)
    if is_flapping_now(seen, alert, now):
        return _hold(seen, alert)
    calm_since = bad_at(seen) or alert.last_seen
    if not seen.outcomes.endswith(GOOD * policy.close_after) or now - calm_since < policy.calm_for:
        return Decision(reason=Reason.RECOVERING, after=replace(seen, alert=alert))
    return resolve(seen, alert, now, RESOLVED_BY_CHECK)


def decide_unclear(state: RuleState, now: datetime, policy: Policy) -> Decision:
    """What follows from a rule that is neither clearly broken nor clearly holds: nothing opens, and what is open stays
    open until it is clearly good, or until nothing bad was seen for a good while.
    """
    alert = state.alert
    if alert is None:
        return Decision(reason=Reason.QUIET, after=state)
    if _is_outdated(state, now) or is_flapping_now(state, alert, now):
        return Decision(reason=Reason.HELD, after=state)
    if now - alert.last_seen < max(CALM, policy.calm_for):
        return Decision(reason=Reason.RECOVERING, after=state)
    return resolve(state, alert, now, RESOLVED_BY_CHECK)


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


def open_anew(state: RuleState, finding: Finding, now: datetime) -> Decision:
    """Open an alert, and tell of it unless people were told within a day that it comes and goes."""
    opens = (*recent_opens(state.opens, now), now)
    flapping = is_flapping(opens)
    alert = replace(open_alert(finding, now), flapping=flapping)
    opened = replace(state, opens=opens)
    if flapping and is_known_to_flap(state, now):
        return Decision(reason=Reason.KNOWN_TO_FLAP, after=replace(opened, alert=alert))
    return notify(Reason.FLAPPING if flapping else Reason.OPENED, opened, alert, TransitionKind.OPENED, now)


def _hold(state: RuleState, alert: Alert) -> Decision:
    """Keep open what comes and goes; who was told of this one, was told often enough today."""
    told = max(filter(None, (state.flapping_notified_at, alert.notified_at)), default=None)
    held = replace(state, alert=replace(alert, flapping=True), flapping_notified_at=told)
    return Decision(reason=Reason.HELD, after=held)


def _count(state: RuleState, alert: Alert, finding: Finding, now: datetime) -> Decision:
    """One more bad check of an open alert, which says what was found last; a severity worse than any told is told."""
    counted = as_found(replace(alert, last_seen=now, occurrences=alert.occurrences + 1), finding)
    if alert.notified_severity is None:
        return _unmute(state, _still_acknowledged(counted, alert.severity), now)
    if finding.severity.is_worse_than(alert.notified_severity):
        return escalate(state, counted, finding, now)
    return Decision(reason=Reason.COUNTED, after=replace(state, alert=counted))


def _unmute(state: RuleState, alert: Alert, now: datetime) -> Decision:
    """Notify of an alert that was inhibited until now. What was silenced is told by the escalator, in one mail, and so
    is what is known to flap, once it lasts; what somebody took on is known.
    """
    left_to_time = alert.silenced_by is not None or (alert.flapping and alert.inhibited_by is None)
    if left_to_time or alert.status is AlertStatus.ACKNOWLEDGED:
        notice = muted_change(state.alert or alert, alert, now)
        return Decision(reason=Reason.COUNTED, after=replace(state, alert=alert), notice=notice)
    return notify(Reason.UNMUTED, state, alert, TransitionKind.OPENED, now)


def _still_acknowledged(alert: Alert, before: Severity) -> Alert:
    """Whoever took a muted alert on took on what it was then; when it became worse, it is open again."""
    acknowledged = alert.status is AlertStatus.ACKNOWLEDGED
    return unacknowledged(alert) if acknowledged and alert.severity.is_worse_than(before) else alert


def _calm(state: RuleState, policy: Policy) -> RuleState:
    """Forget what no decision looks at any more, so that a quiet rule is never written."""
    outcomes = state.outcomes[-policy.window :].lstrip(GOOD)
    return replace(state, outcomes=outcomes, looked_at=state.looked_at[-len(outcomes) :] if outcomes else ())


def _outlasts(finding: Finding, policy: Policy) -> bool:
    return timedelta(0) < finding.lasted >= policy.outlasts


def _was_known(state: RuleState, finding: Finding) -> bool:
    """True if the last look was bad, and there is nothing that it can't have known."""
    known = last_look(state) if state.outcomes.endswith(BAD) else None
    return finding.as_of is not None and known is not None and finding.as_of <= known


def _is_outdated(state: RuleState, now: datetime) -> bool:
    """True if somebody looked, or people were notified, at a later moment."""
    moments = [last_look(state)]
    if state.alert is not None:
        moments += [state.alert.last_seen, state.alert.notified_at, state.alert.last_good]
    return any(moment is not None and now < moment for moment in moments)


def _is_of_a_past_alert(state: RuleState, now: datetime) -> bool:
    """True for a copy of what opened an alert that is closed by now, and for what was seen even before."""
    return state.alert is None and bool(state.opens) and now <= max(state.opens)
