"""Keeping back what is decided to be told: under a silence, or because it follows from another alert."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import TransitionKind

_DATABASE_DOWN = ("supabase:unreachable",)
_NETWORK_DOWN = ("system:network_down",)

CAUSES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "supabase:connections": _DATABASE_DOWN,
        "supabase:query_time": _DATABASE_DOWN,
        "supabase:error_rate": _DATABASE_DOWN,
        "supabase:service_unhealthy": _DATABASE_DOWN,
        "stripe:webhook_success_rate": _DATABASE_DOWN,
        "stripe:consecutive_failures": _DATABASE_DOWN,
        "stripe:undelivered": _DATABASE_DOWN,
        "stripe:silence": ("stripe:unreachable", "stripe:bad_signatures", *_DATABASE_DOWN),
        "system:dead_letters": _DATABASE_DOWN,
        "system:records_waiting": _DATABASE_DOWN,
        "system:delivery_failing": _NETWORK_DOWN,
    }
)
"""Fingerprints of which an alert explains a rule (`service:rule`): the shop's handlers need its database, and
without it nothing is written down."""

HOLD_OFF = timedelta(minutes=10)
"""The longest that the end of a cause is waited for to show elsewhere: customers come back, what waited is written."""

_LOOKING_BACK = frozenset({"stripe:silence"})
"""Rules that see the time of the trouble itself for long: for as long again, it explains them."""


@dataclass(frozen=True, slots=True)
class Muting:
    """Why an alert is kept back: the id of a silence, or the fingerprint of the alert that it follows from."""

    silence: str | None = None
    cause: str | None = None


def still_inhibits(cause: Alert, alert: Alert, now: datetime) -> bool:
    """Whether `cause` still explains `alert`: while it is open, and with other services for as long again at most."""
    if cause.resolved_at is None:
        return True
    lasted = cause.resolved_at - cause.timestamp
    return not _began_after(cause.resolved_at, alert) and now < cause.resolved_at + _hold_off(cause, alert, lasted)


def _hold_off(cause: Alert, alert: Alert, lasted: timedelta) -> timedelta:
    if _name(alert.service, alert.rule) in _LOOKING_BACK:
        return lasted
    return timedelta(0) if alert.service == cause.service else min(lasted, HOLD_OFF)


def _began_after(end: datetime, alert: Alert) -> bool:
    """True for a row of failures that belongs to another trouble."""
    since = alert.details.get("failingSince")
    return isinstance(since, str) and datetime.fromisoformat(since) > end


def muting_of(alert: Alert, silences: Iterable[Silence], felt: Iterable[str], now: datetime) -> Muting | None:
    """The reason to keep `alert` back now, if there is one; `felt` are fingerprints of causes, see `still_inhibits`."""
    for silence in silences:
        if silence.is_active(now) and silence.covers(alert.service, alert.rule, alert.fingerprint):
            return Muting(silence=silence.id)
    causes = causes_of(alert.service, alert.rule)
    return next((Muting(cause=cause) for cause in causes if cause in set(felt)), None)


def causes_of(service: str, rule: str) -> Sequence[str]:
    """Fingerprints that would explain this rule."""
    return CAUSES.get(_name(service, rule), ())


def _name(service: str, rule: str) -> str:
    return f"{service}:{rule}"


def mute(decision: Decision, before: Alert | None, muting: Muting | None) -> Decision:
    """Take the telling out of `decision`. A recovery stays: whoever was told that it began hears that it is over."""
    alert = decision.after.alert
    if muting is None or alert is None or decision.transition is None:
        return decision
    if decision.transition.kind is TransitionKind.RESOLVED:
        return decision
    kept_back = replace(
        alert,
        sequence=before.sequence if before else alert.sequence,
        notified_at=before.notified_at if before else None,
        notified_severity=before.notified_severity if before else None,
        escalated=before.escalated if before else False,
        silenced_by=muting.silence,
        cause=muting.cause,
    )
    return Decision(reason=Reason.MUTED, after=replace(decision.after, alert=kept_back))
