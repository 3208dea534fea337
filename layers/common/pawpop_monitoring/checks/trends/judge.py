"""What one look back says: insights for people, and a judgement of each service for the alert engine."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.anomalies import judge_hours, look_at_all, watched_of
from pawpop_monitoring.checks.trends.benchmarks import benchmarks_of
from pawpop_monitoring.checks.trends.drifts import judge_drift
from pawpop_monitoring.checks.trends.filling_up import judge_capacity
from pawpop_monitoring.checks.trends.hours import Known
from pawpop_monitoring.checks.trends.month import month_of
from pawpop_monitoring.checks.trends.objectives import judge_objectives
from pawpop_monitoring.checks.trends.prepaid import credit_of
from pawpop_monitoring.checks.trends.recommendations import recommendations_of
from pawpop_monitoring.contracts.insights_response import ForecastView, Insights, ProviderMonthView
from pawpop_monitoring.domain.monthly_costs import Fees, provider_label
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.readings.trends import TrendReading
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE

JUDGED = (SUPABASE, FAL_AI, STRIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is set: the shop's time, the month's limit in US dollars, services that are off, hours known to be odd.

    `fees` are fixed prices a month, beside what is metered; `sales` are days whose rise was planned.
    """

    zone: ZoneInfo
    month_limit: float
    off: Collection[str] = ()
    known: Known = lambda _hour: False
    fees: Fees = ()
    sales: SaleDays = NO_SALES

    def is_known(self, hour: datetime) -> bool:
        """Whether people said beforehand that `hour` will be odd."""
        return self.known(hour) or self.sales.covers(hour.astimezone(self.zone).date())

    def without_sales(self, daily: DailyCosts | None) -> DailyCosts | None:
        """The same days as if there had been no sale, so that none is taken for a rise that stays."""
        return daily and replace(daily, before=self.sales.evened(daily.before, daily.today))


def judge(reading: TrendReading, around: Surroundings) -> tuple[Insights, Mapping[str, Judgement]]:
    """All parts, and by service what of its rules is broken or good; nothing of a service that is off."""
    judgements = {service: Judgement() for service in JUDGED if service not in around.off}
    seen = look_at_all(reading, around.zone, around.is_known)
    plain = replace(reading, daily=around.without_sales(reading.daily))
    insights = Insights(
        looked_at=reading.read_at,
        forecast=_forecast(reading, around),
        credit=credit_of(reading),
        anomalies=(
            *judge_hours(judgements, reading, seen),
            *judge_drift(judgements.get(FAL_AI), plain, around.zone),
        ),
        watched=tuple(watched_of(seen)),
        capacity=tuple(judge_capacity(judgements.get(SUPABASE, Judgement()), reading)),
        benchmarks=tuple(benchmarks_of(reading, around.zone)),
        slo=tuple(judge_objectives(judgements, reading)),
        recommendations=tuple(recommendations_of(reading)),
    )
    return insights, judgements


def _forecast(reading: TrendReading, around: Surroundings) -> ForecastView:
    month = month_of(reading, around.month_limit)
    spent = month.spent or 0.0
    providers = (
        _provider(FAL_AI, spent, month.median or spent, "forecast"),
        *(_provider(name, fee, fee, "fee") for name, fee in around.fees),
    )
    total = None if month.median is None else round(sum(each.month for each in providers), 2)
    return ForecastView(month=month, providers=providers, total=total)


def _provider(name: str, spent: float, month: float, kind: Literal["forecast", "fee"]) -> ProviderMonthView:
    return ProviderMonthView(service=name, label=provider_label(name), spent=spent, month=month, kind=kind)
