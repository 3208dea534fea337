"""How a number went: its points in time, what is known of them, and what happened meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pawpop_monitoring.domain.board import Range

MOST_POINTS = 300
LONGEST = timedelta(days=91)
ROWS_KEPT = timedelta(days=30, hours=3)
"""Of checks; the hours are for the first step of 30 days, which begins a little earlier."""
_MINUTE = timedelta(minutes=1)
_STEPS = (1, 2, 5, 10, 15, 20, 30, 40, 60, 120, 150, 180, 240, 360, 480, 720, 1440)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SPANS: Mapping[Range, timedelta] = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpan:
    """[since, until) in steps of `step`, the first of which begins at `since`."""

    since: datetime
    until: datetime
    step: timedelta

    @classmethod
    def between(cls, since: datetime, until: datetime, shortest: timedelta) -> "SeriesSpan":
        """At most 300 steps, none shorter than `shortest`, each beginning where clocks have it in UTC."""
        needed = max(shortest, (until - since) / MOST_POINTS)
        step = next((_MINUTE * each for each in _STEPS if _MINUTE * each >= needed), _MINUTE * _STEPS[-1])
        return cls(since=since - (since - _EPOCH) % step, until=until, step=step)

    def before(self, distance: timedelta) -> "SeriesSpan":
        """As long a span, so much earlier."""
        return SeriesSpan(since=self.since - distance, until=self.until - distance, step=self.step)


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A step: when it begins, how many values it has, and their least, median, 95th percentile and highest.

    Of a sum or a mean there is one figure, `median`, and the others are None.
    """

    at: datetime
    samples: int
    low: float | None
    median: float
    p95: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one part ("" is the whole), oldest first; steps of which nothing is known are left out."""

    part: str
    points: Sequence[SeriesPoint]

    @property
    def samples(self) -> int:
        """Values in all."""
        return sum(point.samples for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What happened at a moment, or until `until`: "alert", "silence" or "deployment"."""

    kind: str
    at: datetime
    label: str
    until: datetime | None = None
    severity: str | None = None
    alert_id: str | None = None
