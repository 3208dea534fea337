"""The services that are watched, and their status."""

from collections.abc import Iterable
from enum import StrEnum

SUPABASE = "supabase"
FAL_AI = "fal-ai"
STRIPE = "stripe"
SYSTEM = "system"
PRINTIFY = "printify"

KNOWN_SERVICES: tuple[str, ...] = (SUPABASE, FAL_AI, STRIPE, SYSTEM, PRINTIFY)
"""Names that alerts may carry; configuration can add more."""


class ServiceStatus(StrEnum):
    """What is known of a service. `UNKNOWN` is a state of its own: it never reads as healthy."""

    HEALTHY = "healthy"
    WARNING = "warning"
    CRITICAL = "critical"
    DOWN = "down"
    UNKNOWN = "unknown"


_WORST_FIRST = (
    ServiceStatus.DOWN,
    ServiceStatus.CRITICAL,
    ServiceStatus.WARNING,
    ServiceStatus.UNKNOWN,
    ServiceStatus.HEALTHY,
)


def worst_status(statuses: Iterable[ServiceStatus]) -> ServiceStatus:
    """The worst of `statuses`; of none at all, nothing is known."""
    seen = set(statuses)
    return next((status for status in _WORST_FIRST if status in seen), ServiceStatus.UNKNOWN)


def overall_status(statuses: Iterable[ServiceStatus]) -> ServiceStatus:
    """Status of the whole: critical if any is critical or down, warning if any is warning or unknown."""
    worst = worst_status(statuses)
    if worst is ServiceStatus.DOWN:
        return ServiceStatus.CRITICAL
    if worst is ServiceStatus.UNKNOWN:
        return ServiceStatus.WARNING
    return worst
