"""The services that are watched, and their status."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SUPABASE = "supabase"
FAL_AI = "fal-ai"
STRIPE = "stripe"
SYSTEM = "system"
SITE = "site"
JOBS = "jobs"
MAIL = "mail"
PRINTIFY = "printify"


@dataclass(frozen=True, slots=True)
class Service:
    """One entry per service: its name on the wire, its name for people, and whether a check of ours looks at it."""

    name: str
    label: str
    checked: bool = False


SERVICES = (
    Service(SUPABASE, "Supabase", checked=True),
    Service(FAL_AI, "fal.ai", checked=True),
    Service(STRIPE, "Stripe", checked=True),
    Service(SYSTEM, "Monitoring", checked=True),
    Service(SITE, "Site"),
    Service(JOBS, "Jobs"),
    Service(MAIL, "Mail"),
    Service(PRINTIFY, "Printify"),
)

KNOWN_SERVICES: tuple[str, ...] = tuple(service.name for service in SERVICES)
"""Names that alerts may carry; configuration can add more."""

CHECKED_SERVICES: tuple[str, ...] = tuple(service.name for service in SERVICES if service.checked)
"""Names of those with a check, which is `checks/<service>`, the function `check_<service>` and its wiring."""

_LABELS = {service.name: service.label for service in SERVICES}


def label_of(service: str) -> str:
    """The name that people read: `Supabase`; of a service that configuration added, the name itself."""
    return _LABELS.get(service, service)


def services_with(further: Iterable[str]) -> tuple[str, ...]:
    """The known names and those that configuration adds, each once."""
    return tuple(dict.fromkeys((*KNOWN_SERVICES, *further)))


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
