"""What the check of trends reads: series by hour and day, and counts of windows. Money in US dollars."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pawpop_monitoring.domain.readings.fal_ai import DailyCosts

type Figure = tuple[str, str]
"""Service and name of a number that its checks see, as in their details."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedHours:
    """What came in each full hour since `first`, without a gap, oldest first; all of them are equally many.

    `blind` are those in which neither anything came nor a check was recorded: nothing is known of them.
    """

    first: datetime
    calls: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()
    costs: tuple[float, ...] = ()
    blind: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WindowCounts:
    """What was counted in a stretch that ends now; `failed` missed the objective."""

    total: int
    failed: int


@dataclass(frozen=True, slots=True)
class DayFigure:
    """The highest value of a day, and the mean of its samples."""

    day: date
    high: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointUse:
    """What one endpoint was used for: in the last hours, the same hours of earlier weeks (their mean), and by week."""

    endpoint: str
    cost_now: float
    cost_usual: float
    cost_week: float
    cost_weeks_before: float
    requests_month: int
    refused_month: int
    cost_month: float


@dataclass(frozen=True, slots=True)
class EventType:
    """How many events of a type Stripe sent in the last hours, and in the same hours of earlier weeks (their mean)."""

    name: str
    now: float
    usual: float


@dataclass(frozen=True, slots=True)
class Deployment:
    """A release of the shop that somebody told of."""

    at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class PaidFailures:
    """Calls of 28 days to one endpoint that failed and cost money all the same."""

    endpoint: str
    calls: int
    cost: float


@dataclass(frozen=True, slots=True)
class UnusedIndex:
    """An index of the shop's that no query has read since the statistics began; `definition` makes it again."""

    name: str
    size_bytes: int
    definition: str
    since: datetime


@dataclass(frozen=True, slots=True)
class NoisyRule:
    """Alerts of a month that ended by themselves before anybody took them on; `highest` was measured in one of them."""

    service: str
    rule: str
    times: int
    threshold: float
    highest: float
    unit: str


@dataclass(frozen=True, slots=True)
class Savings:
    """What may be saved."""

    paid_failures: tuple[PaidFailures, ...] = ()
    unused_indexes: tuple[UnusedIndex, ...] = ()
    noisy_rules: tuple[NoisyRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendReading:
    """One look back. `balance` is what fal.ai said last, None if it has not for a day."""

    read_at: datetime
    daily: DailyCosts | None = None
    month_cost: float = 0.0
    balance: float | None = None
    usage: CountedHours | None = None
    events: CountedHours | None = None
    payments: CountedHours | None = None
    windows: Mapping[str, Mapping[timedelta, WindowCounts]] = field(default_factory=dict)
    figures: Mapping[Figure, tuple[DayFigure, ...]] = field(default_factory=dict)
    same_weekdays: Mapping[Figure, tuple[float | None, ...]] = field(default_factory=dict)
    endpoints: tuple[EndpointUse, ...] = ()
    event_types: tuple[EventType, ...] = ()
    savings: Savings = Savings()
    deployments: tuple[Deployment, ...] = ()
