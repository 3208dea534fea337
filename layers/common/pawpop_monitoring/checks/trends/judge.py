"""What one look back says: insights for people, and a judgement of each service for the alert engine."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.anomalies import judge_hours, look_at_all, watched_of
from pawpop_monitoring.checks.trends.benchmarks import benchmarks_of
from pawpop_monitoring.checks.trends.drifts import COST_DRIFT, judge_drift, sharpness_of
from pawpop_monitoring.checks.trends.filling_up import judge_capacity
from pawpop_monitoring.checks.trends.month import month_of
from pawpop_monitoring.checks.trends.objectives import judge_objectives
from pawpop_monitoring.checks.trends.prepaid import credit_of
from pawpop_monitoring.checks.trends.recommendations import recommendations_of
from pawpop_monitoring.checks.trends.slowness import slowness_of
from pawpop_monitoring.checks.trends.told import days_since, remembered
from pawpop_monitoring.contracts.insights_response import ForecastView, Insights, ProviderMonthView, ToldView
from pawpop_monitoring.domain.monthly_costs import Fees, fee_label
from pawpop_monitoring.domain.readings.trends import TrendReading
from pawpop_monitoring.domain.rules import Rule
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, label_of
from pawpop_monitoring.domain.silence import Silence

JUDGED = (SUPABASE, FAL_AI, STRIPE)
_HOUR, _A_WHILE = timedelta(hours=1), timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is set: the shop's time, the month's limit in US dollars, services that are off, hours known to be odd.

    `fees` are fixed prices a month, beside what is metered; `sales` are days whose rise was planned, and of what was
    silenced for a while nothing is learned. `limits` are the settings that rules fire above, by their names.
    """

    zone: ZoneInfo
    month_limit: float
    off: Collection[str] = ()
    silences: Sequence[Silence] = ()
    fees: Fees = ()
    sales: SaleDays = NO_SALES
    limits: Mapping[str, float] = field(default_factory=dict)

    def is_sale(self, hour: datetime) -> bool:
        """Whether people said beforehand that more will come in that hour."""
        return self.sales.covers(hour.astimezone(self.zone).date())

    def is_known(self, rule: Rule, target: str, hour: datetime) -> bool:
        """Whether people said that what `rule` watches in `target` was odd in that hour.

        A silence that goes on hides nothing: what is wrong in it is recorded, and told at its end. One of more than
        some days is of what is too loud, and not of what is odd.
        """
        return self.is_sale(hour) or any(
            silence.covers(rule.service, rule.name, rule.fingerprint(target))
            and hour < silence.ends_at
            and silence.starts_at < hour + _HOUR
            and silence.ends_at - silence.starts_at <= _A_WHILE
            for silence in self.silences
        )


def judge(
    reading: TrendReading, around: Surroundings, told: Sequence[ToldView] = ()
) -> tuple[Insights, Mapping[str, Judgement]]:
    """All parts, and by service what of its rules is broken or good; nothing of a service that is off.

    `told` is what was unusual at the looks before.
    """
    judgements = {service: Judgement() for service in JUDGED if service not in around.off}
    seen = look_at_all(reading, around.zone, around.is_known)
    # A sale is taken neither for a rise that stays nor for the pace of a month.
    plain = replace(reading, daily=reading.daily and reading.daily.without(around.sales))
    since = days_since(told, COST_DRIFT, reading.read_at)
    anomalies = (
        *judge_hours(judgements, reading, seen),
        *judge_drift(judgements.get(FAL_AI), plain, around.zone, around.month_limit, since),
    )
    insights = Insights(
        looked_at=reading.read_at,
        forecast=_forecast(plain, around),
        credit=credit_of(reading, around.zone),
        anomalies=(*anomalies, *slowness_of(reading, around.zone, around.is_sale)),
        watched=tuple(watched_of(seen)),
        drift=sharpness_of(plain.daily, since),
        told=remembered(told, anomalies, reading.read_at),
        capacity=tuple(judge_capacity(judgements.get(SUPABASE, Judgement()), reading, around.zone)),
        benchmarks=tuple(benchmarks_of(reading, around.zone)),
        slo=tuple(judge_objectives(judgements, reading)),
        recommendations=tuple(recommendations_of(reading, around.limits)),
    )
    return insights, judgements


def _forecast(reading: TrendReading, around: Surroundings) -> ForecastView:
    month = month_of(reading, around.month_limit)
    spent = month.spent or 0.0
    providers = (
        _provider(FAL_AI, spent, month.median or spent, "forecast"),
        *(_provider(name, fee, fee, "fee") for name, fee in around.fees),
    )
    fees = sum(fee for _, fee in around.fees)
    low, median, high = (
        None if each is None else round(each + fees, 2) for each in (month.low, month.median, month.high)
    )
    return ForecastView(month=month, providers=providers, total=median, total_low=low, total_high=high)


def _provider(name: str, spent: float, month: float, kind: Literal["forecast", "fee"]) -> ProviderMonthView:
    label = label_of(name) if kind == "forecast" else fee_label(name)
    return ProviderMonthView(service=name, label=label, spent=spent, month=month, kind=kind)
