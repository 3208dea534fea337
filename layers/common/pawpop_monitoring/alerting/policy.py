"""How patient each rule is, and how insistent each severity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from pawpop_monitoring.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Policy:
    """Opens after `open_after` bad checks in a row, closes after `close_after` good ones."""

    open_after: int = 1
    close_after: int = 1


CONFIRMED = Policy(open_after=1)
"""For rules that confirm within the check, or whose numbers already span a long window."""

PATIENT = Policy(open_after=2)
"""For gauges read at one moment: a single spike wakes nobody."""

_POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "supabase:connections": PATIENT,
        "supabase:query_time": PATIENT,
    }
)

REMINDER_INTERVALS: Mapping[Severity, timedelta | None] = MappingProxyType(
    {
        Severity.CRITICAL: timedelta(minutes=15),
        Severity.HIGH: timedelta(hours=1),
        Severity.MEDIUM: timedelta(hours=4),
        Severity.LOW: None,
    }
)
"""How often an open alert is told again; None means never."""


def policy_for(service: str, rule: str) -> Policy:
    """The patience of a rule; `CONFIRMED` unless it is listed."""
    return _POLICIES.get(f"{service}:{rule}", CONFIRMED)
