"""Muting: nobody is notified of an alert while a silence covers it, or while another alert inhibits it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.rules import find_rule
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import TransitionKind

HOLD_OFF = timedelta(minutes=10)
"""The longest hold-off: after the end of a trouble, customers come back and what waited is written."""
_LONGEST_ECHO = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Muting:
    """Why an alert is muted: the id of a silence, or the fingerprint of the alert that inhibits it."""

    silenced_by: str | None = None
    inhibited_by: str | None = None

    @property
    def by(self) -> str | None:
        """The silence's id, or the other alert's fingerprint."""
        return self.silenced_by or self.inhibited_by


def still_inhibits(source: Alert, alert: Alert, now: datetime) -> bool:
    """Whether `source` inhibits `alert` at `now`: while it is open, and for a hold-off after its end.

    Within one service there is no hold-off, but for what `echoes`: an hour at most. In other services it is as long as
    the trouble lasted, `HOLD_OFF` at most: a database that was down from 12:00 to 12:04 explains failing webhooks until
    12:08; one that was down for an hour, until ten minutes after its return. Failures that began after its end are
    never explained by it. What echoes is explained by what people heard of, not by what is explained itself.
    """
    rule = find_rule(alert.service, alert.rule)
    if rule and rule.echoes and source.service == alert.service and source.inhibited_by:
        return False
    if source.resolved_at is None:
        return True
    lasted = source.resolved_at - source.timestamp
    return not _began_after(source.resolved_at, alert) and now < source.resolved_at + _hold_off(source, alert, lasted)


def _hold_off(source: Alert, alert: Alert, lasted: timedelta) -> timedelta:
    rule = find_rule(alert.service, alert.rule)
    if rule is not None and rule.looks_back:
        return lasted
    if alert.service == source.service:
        return min(lasted * rule.echoes, _LONGEST_ECHO) if rule else timedelta(0)
    return min(lasted, HOLD_OFF)


def _began_after(end: datetime, alert: Alert) -> bool:
    """True if the failures that `alert` tells of began after `end`: they belong to another trouble."""
    since = alert.details.get("failingSince")
    return isinstance(since, str) and datetime.fromisoformat(since) > end


def muting_of(alert: Alert, silences: Iterable[Silence], inhibiting: Iterable[str], now: datetime) -> Muting | None:
    """The reason to mute `alert` now, if there is one; `inhibiting` are fingerprints, see `still_inhibits`."""
    for silence in silences:
        if silence.is_active(now) and silence.mutes(alert):
            return Muting(silenced_by=silence.id)
    sources = causes_of(alert.service, alert.rule)
    active = set(inhibiting)
    return next((Muting(inhibited_by=source) for source in sources if source in active), None)


def causes_of(service: str, rule: str) -> Sequence[str]:
    """Fingerprints that would explain this rule; none for the alert of a rule that there is not any more."""
    entry = find_rule(service, rule)
    return tuple(cause.key for cause in entry.inhibited_by) if entry else ()


def mute(decision: Decision, state: RuleState, muting: Muting | None) -> Decision:
    """Let nobody be notified by `decision`; a recovery stays: whoever was told that it began hears that it is over.

    Whoever shows the alert as taken on, or as over, which it is no more, is told that by a notice, and who did that.
    """
    alert, before, told = decision.after.alert, state.alert, decision.transition
    if muting is None or alert is None or told is None or told.kind is TransitionKind.RESOLVED:
        return decision
    is_news = told.previous_notified_at is not None and (before is None or before.status is not alert.status)
    muted = replace(
        alert,
        sequence=before.sequence if before and not is_news else alert.sequence,
        notified_at=before.notified_at if before else None,
        notified_severity=before.notified_severity if before else None,
        escalated=before.escalated if before else False,
        silenced_by=muting.silenced_by,
        inhibited_by=muting.inhibited_by,
    )
    reason = Reason.SILENCED if muting.silenced_by else Reason.INHIBITED
    after = replace(decision.after, alert=muted, flapping_notified_at=state.flapping_notified_at)
    why = told.reason if told.by else reason
    notice = replace(told, kind=TransitionKind.SILENCED, alert=muted, reason=why) if is_news else None
    return Decision(reason=reason, after=after, notice=notice, muted_by=muting.by)
