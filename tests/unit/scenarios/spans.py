"""Stretches of a played day."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = datetime(2026, 11, 23, tzinfo=UTC)
"""The day that is played, a Monday."""

HISTORY = timedelta(days=35)
"""What the shop has recorded before it."""


def at(clock: str) -> datetime:
    """`HH:MM:SS` or `HH:MM` of the day."""
    hours, minutes, *seconds = map(int, clock.split(":"))
    return DAY + timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)


@dataclass(frozen=True)
class Span:
    """From `start` to before `end`."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def overlap(self, since: datetime, until: datetime) -> float:
        """Seconds that it has in common with `since` to `until`."""
        return max(0.0, (min(self.end, until) - max(self.start, since)).total_seconds())


def between(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def within(spans: Sequence[Span], moment: datetime) -> bool:
    return any(moment in span for span in spans)


def arrivals(
    per_hour: Sequence[float], seed: int, since: datetime, until: datetime, zone: ZoneInfo | None = None
) -> Sequence[datetime]:
    """Moments that come by chance, so many in each hour of the day, by a clock of that zone or by UTC."""
    return _arrived(tuple(per_hour), seed, since, until, zone)


@lru_cache(maxsize=4)  # weeks of a large shop, which one day after the other has behind it
def _arrived(
    per_hour: Sequence[float], seed: int, since: datetime, until: datetime, zone: ZoneInfo | None
) -> Sequence[datetime]:
    return tuple(_arriving(per_hour, random.Random(seed), since, until, zone))


def _arriving(
    per_hour: Sequence[float], chance: random.Random, since: datetime, until: datetime, zone: ZoneInfo | None
) -> Iterator[datetime]:
    fastest = max(per_hour)
    moment = since
    while moment < until:
        moment += timedelta(hours=chance.expovariate(fastest))
        hour = (moment.astimezone(zone) if zone else moment).hour
        if chance.random() * fastest < per_hour[hour]:
            yield moment
