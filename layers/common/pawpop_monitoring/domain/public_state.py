"""How a component is as far as customers feel it."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from pawpop_monitoring.domain.component import Component
from pawpop_monitoring.domain.felt import felt_status
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot


class PublicState(StrEnum):
    """What customers are told. `UNKNOWN` is no trouble, and nothing good either: it could not be seen."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    OUTAGE = "outage"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


_WORST_FIRST = (
    PublicState.OUTAGE,
    PublicState.DEGRADED,
    PublicState.MAINTENANCE,
    PublicState.UNKNOWN,
    PublicState.OPERATIONAL,
)
_OF_STATUS = {
    ServiceStatus.HEALTHY: PublicState.OPERATIONAL,
    ServiceStatus.WARNING: PublicState.DEGRADED,
    ServiceStatus.CRITICAL: PublicState.OUTAGE,
    ServiceStatus.DOWN: PublicState.OUTAGE,
    ServiceStatus.UNKNOWN: PublicState.UNKNOWN,
}


def worst_state(states: Iterable[PublicState]) -> PublicState:
    """The worst of `states`; of none at all, nothing is known."""
    seen = set(states)
    return next((state for state in _WORST_FIRST if state in seen), PublicState.UNKNOWN)


def state_of(
    component: Component,
    snapshots: Mapping[str, ServiceSnapshot],
    maintained: Collection[str],
    told: Collection[PublicState] = (),
) -> PublicState:
    """The worst of its services that are watched, and of what open incidents have `told` of it.

    What is under maintenance, by service, is that and nothing else. A component without any service that is watched is
    as incidents say.
    """
    watched = [service for service in component.services if service in snapshots]
    states = [_state(snapshots[service], service in maintained) for service in watched]
    return worst_state([*states, *told])


def _state(snapshot: ServiceSnapshot, is_maintained: bool) -> PublicState:
    return PublicState.MAINTENANCE if is_maintained else _OF_STATUS[felt_status(snapshot)]
