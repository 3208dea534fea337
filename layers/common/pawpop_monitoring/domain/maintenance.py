"""Planned silences, as customers are told of them: that a part of the shop is worked on, and when; not why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.domain.component import Component
from pawpop_monitoring.domain.silence import Silence

_TOLD_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A stretch of time in which a component's services are worked on."""

    component: Component
    starts_at: datetime
    ends_at: datetime


def is_planned(silence: Silence) -> bool:
    """True of one that was announced before it began, and that is of whole services rather than of one alert."""
    announced = silence.starts_at > silence.created_at and silence.ends_at > silence.starts_at
    return announced and silence.rule is None and silence.fingerprint is None


def maintenance_of(
    components: Sequence[Component], silences: Iterable[Silence], now: datetime
) -> tuple[Maintenance, ...]:
    """What is under way or comes within two weeks, the soonest first."""
    planned = [each for each in silences if is_planned(each) and now < each.ends_at]
    found = {
        Maintenance(component, silence.starts_at, silence.ends_at)
        for silence in planned
        for component in components
        if silence.starts_at <= now + _TOLD_AHEAD and silence.service in (None, *component.services)
    }
    return tuple(sorted(found, key=lambda each: (each.starts_at, each.ends_at, components.index(each.component))))


def maintained_services(services: Iterable[str], silences: Iterable[Silence], now: datetime) -> frozenset[str]:
    """Those that are worked on now."""
    active = [silence for silence in silences if is_planned(silence) and silence.is_active(now)]
    return frozenset(service for service in services if any(silence.service in (None, service) for silence in active))
