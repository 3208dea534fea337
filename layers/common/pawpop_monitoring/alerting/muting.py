"""Keeping back what is decided to be told: under a silence, or because it follows from another alert."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from pawpop_monitoring.alerting.decision import Decision, Reason
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
        "stripe:webhook_success_rate": _DATABASE_DOWN,
        "stripe:consecutive_failures": _DATABASE_DOWN,
        "stripe:undelivered": _DATABASE_DOWN,
        "stripe:silence": ("stripe:unreachable", "stripe:bad_signatures"),
        "system:dead_letters": _DATABASE_DOWN,
        "system:records_waiting": _DATABASE_DOWN,
        "system:delivery_failing": _NETWORK_DOWN,
    }
)
"""Fingerprints of which an open alert explains a rule (`service:rule`): the shop's handlers need its database."""


@dataclass(frozen=True, slots=True)
class Muting:
    """Why an alert is kept back: the id of a silence, or the fingerprint of the alert that it follows from."""

    silence: str | None = None
    cause: str | None = None


def muting_of(alert: Alert, silences: Iterable[Silence], open_causes: Iterable[str], now: datetime) -> Muting | None:
    """The reason to keep `alert` back now, if there is one."""
    for silence in silences:
        if silence.is_active(now) and silence.covers(alert.service, alert.rule, alert.fingerprint):
            return Muting(silence=silence.id)
    causes = causes_of(alert.service, alert.rule)
    return next((Muting(cause=cause) for cause in causes if cause in set(open_causes)), None)


def causes_of(service: str, rule: str) -> Sequence[str]:
    """Fingerprints that would explain this rule."""
    return CAUSES.get(f"{service}:{rule}", ())


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
        told_at=before.told_at if before else None,
        told_severity=before.told_severity if before else None,
        escalated=before.escalated if before else False,
        silenced_by=muting.silence,
        cause=muting.cause,
    )
    return Decision(reason=Reason.MUTED, after=replace(decision.after, alert=kept_back))
