"""What would save money or sleep: each from the shop's own rows, with what it saves a month and how to undo it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor, inf, log10
from types import MappingProxyType

from pawpop_monitoring.checks.trends.amounts import figure
from pawpop_monitoring.checks.trends.cheaper_calls import cheaper_calls
from pawpop_monitoring.checks.trends.listed_prices import prices_of
from pawpop_monitoring.checks.trends.port import PriceList
from pawpop_monitoring.checks.trends.smaller_compute import smaller_compute
from pawpop_monitoring.contracts.insights_response import Insights, RecommendationView
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.trends import NoisyRule, TrendReading, UnusedIndex
from pawpop_monitoring.domain.service import label_of

_LEAST_SAVED = 1.0
_MOST = 6
_DOLLARS_A_GIGABYTE, _GIGABYTE = 0.125, 1024**3
"""Of Supabase's disk, a month."""
_SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "supabase:connections": "SupabaseConnectionThreshold",
        "supabase:query_time": "SupabaseQueryTimeThreshold",
        "supabase:error_rate": "SupabaseErrorRateThreshold",
        "fal-ai:daily_cost": "FalDailyCostLimit",
        "fal-ai:error_rate": "FalErrorRateThreshold",
        "fal-ai:response_time": "FalResponseTimeThreshold",
        "stripe:handling_time": "StripeHandlingTimeThreshold",
    }
)
"""The settings of rules that fire above a threshold."""
_UNKNOWN: Mapping[str, float] = MappingProxyType({})
_MOST_SET: Mapping[str, float] = MappingProxyType({"%": 99.0, "ms": 86_400_000.0, "USD": 1_000_000.0})
"""By unit: what is set higher is refused, or could never be exceeded."""


def advised(
    insights: Insights, reading: TrendReading, listed: PriceList, limits: Mapping[str, float] = _UNKNOWN
) -> Insights:
    """The same with what the price list says; once alerts are out, since it is asked of others."""
    found = recommendations_of(replace(reading, prices=prices_of(reading.endpoints, listed)), limits)
    return insights.model_copy(update={"recommendations": tuple(found)})


def recommendations_of(reading: TrendReading, limits: Mapping[str, float] = _UNKNOWN) -> Sequence[RecommendationView]:
    """What saves most first; what saves no money last, and nothing that saves less than a dollar a month.

    `limits` are what is set now, by the name of the setting: alerts of a month may be those of another one.
    """
    found = [
        *cheaper_calls(reading.endpoints, reading.savings, reading.prices),
        *smaller_compute(reading),
        *map(_index, reading.savings.unused_indexes),
        *_quieter(reading.savings.noisy_rules, limits),
    ]
    worth = [one for one in found if one.saves_usd_a_month is None or one.saves_usd_a_month >= _LEAST_SAVED]
    return sorted(worth, key=lambda one: -(one.saves_usd_a_month or 0.0))[:_MOST]


def _index(unused: UnusedIndex) -> RecommendationView:
    size = unused.size_bytes / _GIGABYTE
    return RecommendationView(
        title=f"Drop the index {unused.name}",
        evidence=f"It holds {size * 1024:,.0f} MB, slows each write down, and no query has read it since"
        f" {unused.since:%Y-%m-%d}.",
        saves_usd_a_month=None if size * _DOLLARS_A_GIGABYTE < _LEAST_SAVED else round(size * _DOLLARS_A_GIGABYTE, 2),
        undo=f"{unused.definition};",
    )


def _quieter(noisy: Sequence[NoisyRule], limits: Mapping[str, float]) -> Iterator[RecommendationView]:
    for one in noisy:
        if setting := _SETTINGS.get(f"{one.service}:{one.rule}"):
            yield from _raised(one, setting, limits.get(setting, one.threshold))


def _raised(noisy: NoisyRule, setting: str, now: float) -> Iterator[RecommendationView]:
    """Nothing where what is set `now` lets all of it pass, or nothing higher can be set."""
    higher = _rounded_up(noisy.highest * 1.1)
    if noisy.highest <= now or higher > _MOST_SET.get(noisy.unit, inf):
        return
    yield RecommendationView(
        title=f"Raise {setting} from {_digits(now)} to {_digits(higher)}",
        evidence=f"{label_of(noisy.service)}: {noisy.rule.replace('_', ' ')} raised {plural(noisy.times, 'alert')} in"
        " 30 days, each over by itself before anybody took it on; the highest was"
        f" {figure(noisy.highest, noisy.unit)}.",
        saves_usd_a_month=None,
        undo=f"make deploy SET='{setting}={_digits(now)}'",
    )


def _digits(value: float) -> str:
    """As it can be set: 5000000, not 5e+06."""
    return f"{value:.12g}"


def _rounded_up(value: float) -> float:
    """To two digits, upwards."""
    step = 10.0 ** (floor(log10(value)) - 1)
    return ceil(round(value / step, 9)) * step
