"""How patient each rule is, and how insistent each severity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from pawpop_monitoring.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class Policy:
    """Opens when `open_after` of the last `window` checks were bad, closes after `close_after` good ones in a row."""

    open_after: int = 1
    window: int = 1
    close_after: int = 1

    def __post_init__(self) -> None:
        """Refuse what could never open."""
        if not 1 <= self.open_after <= self.window or self.close_after < 1:
            raise ValueError(f"can never open or close: {self}")


CONFIRMED = Policy()
"""For rules that confirm within the check, or whose numbers already span a long window."""

PATIENT = Policy(open_after=2, window=3)
"""For gauges read at one moment: a single spike wakes nobody."""

SLIDING = Policy(close_after=2)
"""For rates over a sliding window, which may waver about their threshold."""

BOOKED = Policy(open_after=6, window=6, close_after=2)
"""For sums that two parties keep: one may write down later than the other."""

_POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "supabase:connections": PATIENT,
        "supabase:query_time": PATIENT,
        "supabase:error_rate": PATIENT,
        "supabase:service_unhealthy": PATIENT,
        "fal-ai:rate_limit": PATIENT,
        "fal-ai:error_rate": SLIDING,
        "fal-ai:cost_gap": BOOKED,
        "stripe:undelivered": PATIENT,
        "system:delivery_failing": PATIENT,
        "system:records_waiting": PATIENT,
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
"""How soon somebody has to respond, and how often an open alert is told again; None means never."""


def policy_for(service: str, rule: str) -> Policy:
    """The patience of a rule; `CONFIRMED` unless it is listed."""
    return _POLICIES.get(f"{service}:{rule}", CONFIRMED)
