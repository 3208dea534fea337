"""What is kept of a service's day: how long it was up, down, and in trouble that customers felt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from pawpop_monitoring.domain.component import Component
from pawpop_monitoring.domain.public_state import PublicState

DAYS_SHOWN = 90
DAY_SECONDS = 86_400
_DIGITS = 6
"""Beyond them a quotient of binary fractions may be off."""
_OUTAGE_SECONDS = 900
"""A day with as much of it is one of an outage; with less, one of trouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRecord:
    """Seconds of one UTC day. What is in neither `up` nor `down`, nobody knows; `trouble` is a part of `up`."""

    service: str
    day: date
    up: float = 0.0
    down: float = 0.0
    trouble: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDay:
    """A day of a component, in seconds: it is as good as its worst service, and known as far as all of them are."""

    day: date
    known: float = 0.0
    down: float = 0.0
    trouble: float = 0.0

    @property
    def uptime(self) -> float | None:
        """Percent of the known time in which it could be used, never rounded up; None if nothing is known."""
        return percent_up(self.known, self.down)

    @property
    def state(self) -> PublicState:
        """What the bar of the day shows."""
        if self.known <= 0:
            return PublicState.UNKNOWN
        if self.down >= _OUTAGE_SECONDS:
            return PublicState.OUTAGE
        return PublicState.DEGRADED if self.down > 0 or self.trouble > 0 else PublicState.OPERATIONAL


def days_of(component: Component, records: Sequence[DayRecord], today: date) -> tuple[ComponentDay, ...]:
    """The last 90 days, the oldest first, today last; a service counts on the days on which it was watched."""
    by_day: Mapping[date, list[DayRecord]] = {today - timedelta(days=back): [] for back in reversed(range(DAYS_SHOWN))}
    for record in records:
        if record.service in component.services and record.day in by_day:
            by_day[record.day].append(record)
    return tuple(_day(day, found) for day, found in by_day.items())


def percent_up(known: float, down: float, decimals: int = 2) -> float | None:
    """Percent, never rounded up: 100 is said only of what was never seen down, and of all that was not."""
    if known <= 0:
        return None
    parts_of_one: int = 10**decimals
    whole = 100 * parts_of_one
    parts = floor(round((known - down) * whole / known, _DIGITS))
    return (min(parts, whole - 1) if down > 0 else whole) / parts_of_one


def _day(day: date, records: Sequence[DayRecord]) -> ComponentDay:
    if not records:
        return ComponentDay(day=day)
    down = max(record.down for record in records)
    return ComponentDay(
        day=day,
        known=max(down, min(record.up + record.down for record in records)),
        down=down,
        trouble=max(record.trouble for record in records),
    )
