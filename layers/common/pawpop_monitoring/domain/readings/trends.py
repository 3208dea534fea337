"""What the check of trends reads: series by hour and day, and counts of windows. Money in US dollars."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pawpop_monitoring.domain.readings.fal_ai import DailyCosts, UnitPrice

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


@dataclass(frozen=True, slots=True)
class HourFigure:
    """The mean of the samples of an hour."""

    hour: datetime
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointUse:
    """What one endpoint was used for: in the last hours, the same hours of earlier weeks (their mean), and by week.

    Of the calls of the month (28 days) so many were `charged` although they failed.
    """

    endpoint: str
    cost_now: float
    cost_usual: float
    cost_week: float
    cost_weeks_before: float
    requests_month: int
    refused_month: int
    cost_month: float
    charged_month: int = 0
    charged_cost_month: float = 0.0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedCalls:
    """Of the newest successes of `seconds` whose input is known by a hash: those of an input that had succeeded before.

    Within seven days before, on the same endpoint; `cost` is theirs, in US dollars.
    """

    endpoint: str
    calls: int
    repeated: int
    cost: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnevenCalls:
    """Of the newest successes of `seconds`, what a quarter of an endpoint's cost at most (`usual`, in US dollars).

    `dear` ones cost half as much again or more, and `excess` is what they cost beyond the usual. The two are `mixed`
    as far as each of them goes on beside the other: after a change of prices they are not.
    """

    endpoint: str
    calls: int
    usual: float
    dear: int
    excess: float
    mixed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Savings:
    """What may be saved."""

    unused_indexes: tuple[UnusedIndex, ...] = ()
    noisy_rules: tuple[NoisyRule, ...] = ()
    repeated_calls: tuple[RepeatedCalls, ...] = ()
    uneven_calls: tuple[UnevenCalls, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendReading:
    """One look back. `balance` is what fal.ai said last, None if it has not for a day; `prices` of its list."""

    read_at: datetime
    daily: DailyCosts | None = None
    month_cost: float = 0.0
    balance: float | None = None
    usage: CountedHours | None = None
    events: CountedHours | None = None
    payments: CountedHours | None = None
    windows: Mapping[str, Mapping[timedelta, WindowCounts]] = field(default_factory=dict)
    figures: Mapping[Figure, tuple[DayFigure, ...]] = field(default_factory=dict)
    hours: Mapping[Figure, tuple[HourFigure, ...]] = field(default_factory=dict)
    same_weekdays: Mapping[Figure, tuple[float | None, ...]] = field(default_factory=dict)
    endpoints: tuple[EndpointUse, ...] = ()
    prices: Mapping[str, UnitPrice] = field(default_factory=dict)
    event_types: tuple[EventType, ...] = ()
    savings: Savings = Savings()
    deployments: tuple[Deployment, ...] = ()
