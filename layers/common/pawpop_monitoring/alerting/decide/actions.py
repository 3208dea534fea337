"""What a person may do to an alert, each a pure function that refuses what the state forbids.

A check may have changed the alert while the request was on its way. What is done happens after that, whatever time the
request bears: steps are told in the order of their times, and an end that lies before an escalation would not be told.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.notices import is_shown, muted_change, taken_on
from pawpop_monitoring.alerting.decide.notifying import notify
from pawpop_monitoring.alerting.decide.resolution import resolve
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.domain.transition import TransitionKind

_TICK = timedelta(microseconds=1)
"""The least that the stores keep."""


def acknowledge(state: RuleState, alert: Alert, by: str, now: datetime) -> Decision:
    """Open to acknowledged; nobody is told but the channels that show how an alert stands."""
    if alert.status is not AlertStatus.OPEN:
        raise ConflictError(f"Only an open alert can be acknowledged; this one is {alert.status}.")
    at = _not_before(alert, now)
    taken = replace(alert, status=AlertStatus.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by=by)
    return Decision(reason=Reason.ACKNOWLEDGED, after=replace(state, alert=taken), notice=taken_on(taken, at))


def release(state: RuleState, alert: Alert, by: str | None, now: datetime) -> Decision:
    """Acknowledged to open: nobody is on it any more, since the acknowledgement ran out, or `by` gave it back."""
    if alert.status is not AlertStatus.ACKNOWLEDGED:
        raise ConflictError(f"Only an acknowledged alert can be released; this one is {alert.status}.")
    opened, at = unacknowledged(alert), _not_before(alert, now)
    if alert.notified_at is None:
        after, notice = replace(state, alert=opened), muted_change(alert, opened, at, by)
        return Decision(reason=Reason.ACKNOWLEDGEMENT_EXPIRED, after=after, notice=notice)
    return notify(Reason.ACKNOWLEDGEMENT_EXPIRED, state, opened, TransitionKind.REMINDED, at, by)


def close(state: RuleState, alert: Alert, by: str, now: datetime) -> Decision:
    """Open or acknowledged to resolved; told to whoever was told of the alert."""
    if alert.resolved:
        raise ConflictError("The alert is resolved already.")
    return resolve(state, alert, _not_before(alert, now), by)


def reopen(state: RuleState, alert: Alert, by: str, now: datetime) -> Decision:
    """Resolved to open; told like an opening, with who did it: an open alert has no place for their name."""
    if not alert.resolved:
        raise ConflictError(f"Only a resolved alert can be reopened; this one is {alert.status}.")
    if state.alert is not None:
        raise ConflictError(f"The condition has a newer open alert, {state.alert.id}; work on that one.")
    # What nobody ever heard of opens for the first time, under the key of any first opening. What was told in an
    # earlier life, and muted in its last, goes on counting: its first key would be taken for a copy.
    known = alert if is_shown(alert) else replace(alert, sequence=0)
    at = _not_before(alert, now)
    opened = replace(unacknowledged(known), last_seen=at, resolved_at=None, resolved_by=None)
    return notify(Reason.REOPENED, state, opened, TransitionKind.OPENED, at, by)


def unacknowledged(alert: Alert) -> Alert:
    """Open again, for a next transition."""
    return replace(
        alert,
        status=AlertStatus.OPEN,
        acknowledged_at=None,
        acknowledged_by=None,
        sequence=alert.sequence + 1,
    )


def _not_before(alert: Alert, now: datetime) -> datetime:
    """`now`, or when the alert came to be as it is; after its end, since what ends and begins at once is over."""
    known = max(filter(None, (alert.last_seen, alert.notified_at, alert.acknowledged_at, alert.resolved_at)))
    if known <= now:
        return now
    return known + _TICK if known == alert.resolved_at else known
