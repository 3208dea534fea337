"""What GET /insights answers, and what the check of trends keeps for it. Money in US dollars, shares from 0 to 1.

Each part says in `text` what a person needs to know, in `basis` the data that it rests on, and in `state` whether
that is enough: `learning` where there is too little yet, `unknown` where it could not be read.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from pawpop_monitoring.contracts.review import Review
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel


class State(StrEnum):
    """Whether a statement can be made."""

    KNOWN = "known"
    LEARNING = "learning"
    UNKNOWN = "unknown"


class Statement(WireModel):
    """What every part says."""

    state: State = State.UNKNOWN
    text: str = "Nothing was looked at yet; the first look comes within the hour."
    basis: str = ""


class MonthView(Statement):
    """What this month costs in the end: between `low` and `high` in four of five months.

    `limitOn` is the day on which the limit is reached at this pace, `hitRate` how often such a span held before.
    """

    spent: float | None = None
    low: float | None = None
    median: float | None = None
    high: float | None = None
    limit: float | None = None
    limit_on: date | None = None
    hit_rate: float | None = None


class ProviderMonthView(WireModel):
    """What one provider costs this month: as forecast from use, or as a fixed fee; `label` is its name for people."""

    service: str
    label: str = ""
    spent: float
    month: float
    kind: Literal["forecast", "fee"]


class ForecastView(WireModel):
    """`month` is what is metered; `total` adds the fixed fees to its median, the two others to its bounds."""

    month: MonthView = MonthView()
    providers: tuple[ProviderMonthView, ...] = ()
    total: float | None = None
    total_low: float | None = None
    total_high: float | None = None


class CreditView(Statement):
    """The prepaid credit at fal.ai, and for how many days it lasts at the pace of the last weeks."""

    text: str = "For how long the credit at fal.ai lasts is told then as well."
    balance: float | None = None
    days_left: float | None = None
    runs_out_on: date | None = None


class ContributionView(WireModel):
    """How much one of several changed, in `unit` (`USD`, `events`), and its share of the whole change.

    `change_usd` is the same of what is money.
    """

    name: str
    change_usd: float | None = None
    share: float
    change: float = 0.0
    unit: str = "USD"


class AnomalyView(WireModel):
    """Something that is far from what it usually is; `chance` is how often chance alone brings it."""

    service: str
    what: str
    direction: Literal["more", "fewer", "drift"]
    since: UtcDatetime
    seen: float
    expected: float
    unit: str
    chance: float | None = None
    contributors: tuple[ContributionView, ...] = ()
    text: str
    basis: str


class DriftView(Statement):
    """How small a lasting rise of a day's cost is told within a week, in 19 of 20 cases: by `smallest_change`.

    It is null while that is learned, and where the days differ so much that none is told.
    """

    smallest_change: float | None = None


class ToldView(WireModel):
    """An anomaly of the last 13 weeks, and when it was last there: after it, the next one has to be clearer."""

    service: str
    what: str
    direction: Literal["more", "fewer", "drift"]
    last: UtcDatetime


class WatchedView(Statement):
    """A series that is watched for anomalies."""

    service: str
    what: str


class CapacityView(Statement):
    """Something that fills up: `used` of `full`, in `unit`, and when it is full at the pace of late."""

    service: str
    what: str
    used: float | None = None
    full: float | None = None
    unit: str = ""
    days_left: float | None = None
    full_on: date | None = None
    soonest: date | None = None
    latest: date | None = None


class BenchmarkView(Statement):
    """The mean of the last 24 hours against the same hours of earlier weeks; `above` of `weeks` were faster."""

    service: str
    what: str
    value: float | None = None
    usual: float | None = None
    unit: str = "ms"
    above: int | None = None
    weeks: int | None = None


class ProviderView(Statement):
    """What a provider says of itself on its status page `page`; `incident` is null where that could not be read."""

    service: str
    provider: str
    page: str
    incident: bool | None = None


class ObjectiveView(Statement):
    """A share that has to go well, over 30 days: what is left of the error budget, and how fast it burns.

    `burning` is how many times too fast in the window of `burningHours`; null while it is not.
    """

    service: str
    name: str
    objective: float
    period_days: int = 30
    total: int | None = None
    failed: int | None = None
    budget_left: float | None = None
    burning: float | None = None
    burning_hours: float | None = None


class RecommendationView(WireModel):
    """Something that would save money: why, how much a month, and how to undo it."""

    title: str
    evidence: str
    saves_usd_a_month: float | None
    undo: str


class Insights(WireModel):
    """All that one look back found."""

    looked_at: UtcDatetime | None = Field(None, description="When the series were read; null before the first look")
    forecast: ForecastView = ForecastView()
    credit: CreditView = CreditView()
    anomalies: tuple[AnomalyView, ...] = ()
    watched: tuple[WatchedView, ...] = ()
    drift: DriftView = DriftView()
    told: tuple[ToldView, ...] = ()
    capacity: tuple[CapacityView, ...] = ()
    benchmarks: tuple[BenchmarkView, ...] = ()
    providers: tuple[ProviderView, ...] = ()
    slo: tuple[ObjectiveView, ...] = ()
    recommendations: tuple[RecommendationView, ...] = ()


_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


def _month(text: str) -> str:
    if not re.fullmatch(_MONTH, text, re.ASCII):
        raise ValueError("must be a month such as 2026-10")
    return text


class InsightsQuery(WireModel):
    """GET /insights; `month` asks for the review of that one, such as 2026-10, in place of the last one's."""

    month: Annotated[str, AfterValidator(_month), WithJsonSchema({"type": "string", "pattern": _MONTH})] | None = None


class InsightsResponse(Insights):
    """The same, as it was found last; `stale` if that is longer ago than three looks.

    `review` is that of the last month that is over, null while there is none.
    """

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    stale: bool
    review: Review | None = None
