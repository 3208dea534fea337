"""What would save money or sleep: each from the shop's own rows, with what it saves a month and how to undo it."""

from collections.abc import Iterator, Mapping, Sequence
from math import floor, log10
from types import MappingProxyType

from pawpop_monitoring.checks.trends.amounts import figure, money
from pawpop_monitoring.contracts.insights_response import RecommendationView
from pawpop_monitoring.domain.readings.trends import EndpointUse, NoisyRule, PaidFailures, TrendReading, UnusedIndex
from pawpop_monitoring.domain.service import label_of

_A_MONTH = 30 / 28
_LEAST_SAVED = 1.0
_MOST = 6
_DEAR, _HALF, _FEWEST_CALLS = 0.2, 0.5, 50
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


def recommendations_of(reading: TrendReading) -> Sequence[RecommendationView]:
    """What saves most first; what saves no money last, and nothing that saves less than a dollar a month."""
    found = [
        *map(_failures, reading.savings.paid_failures),
        *_cheaper(reading.endpoints),
        *map(_index, reading.savings.unused_indexes),
        *_quieter(reading.savings.noisy_rules),
    ]
    worth = [one for one in found if one.saves_usd_a_month is None or one.saves_usd_a_month >= _LEAST_SAVED]
    return sorted(worth, key=lambda one: -(one.saves_usd_a_month or 0.0))[:_MOST]


def _failures(paid: PaidFailures) -> RecommendationView:
    return RecommendationView(
        title=f"Check what is sent to {paid.endpoint} before it is sent",
        evidence=f"At least {paid.calls:,} calls failed in 28 days and cost {money(paid.cost)} all the same: inputs"
        " that fal.ai refuses may be charged.",
        saves_usd_a_month=round(paid.cost * _A_MONTH, 2),
        undo="take the check out again; what it refuses is logged by the shop.",
    )


def _cheaper(endpoints: Sequence[EndpointUse]) -> Iterator[RecommendationView]:
    """Where the shop itself uses a model of the same family that costs half as much or less, for previews."""
    whole = sum(one.cost_month for one in endpoints)
    used = [one for one in endpoints if one.requests_month >= _FEWEST_CALLS and one.cost_month > 0]
    for dear in used:
        if dear.cost_month < _DEAR * whole:
            continue
        others = [one for one in used if _family(one) == _family(dear) and _price(one) <= _HALF * _price(dear)]
        if others:
            yield _instead(dear, min(others, key=_price))


def _instead(dear: EndpointUse, cheap: EndpointUse) -> RecommendationView:
    saves = _HALF * dear.requests_month * (_price(dear) - _price(cheap)) * _A_MONTH
    return RecommendationView(
        title=f"Use {cheap.endpoint} in place of {dear.endpoint} for previews",
        evidence=f"A call of {dear.endpoint} costs {_cents(dear)}, one of {cheap.endpoint} {_cents(cheap)}, in this"
        f" shop's own {dear.requests_month + cheap.requests_month:,} calls of 28 days. Half of them are reckoned.",
        saves_usd_a_month=round(saves, 2),
        undo="put the former endpoint's name back; compare both pictures first.",
    )


def _index(unused: UnusedIndex) -> RecommendationView:
    size = unused.size_bytes / _GIGABYTE
    return RecommendationView(
        title=f"Drop the index {unused.name}",
        evidence=f"It holds {size * 1024:,.0f} MB, slows each write down, and no query has read it since"
        f" {unused.since:%Y-%m-%d}.",
        saves_usd_a_month=None if size * _DOLLARS_A_GIGABYTE < _LEAST_SAVED else round(size * _DOLLARS_A_GIGABYTE, 2),
        undo=f"{unused.definition};",
    )


def _quieter(noisy: Sequence[NoisyRule]) -> Iterator[RecommendationView]:
    for one in noisy:
        if setting := _SETTINGS.get(f"{one.service}:{one.rule}"):
            yield _raised(one, setting)


def _raised(noisy: NoisyRule, setting: str) -> RecommendationView:
    higher = _rounded_up(noisy.highest * 1.1)
    return RecommendationView(
        title=f"Raise {setting} from {noisy.threshold:g} to {higher:g}",
        evidence=f"{label_of(noisy.service)}'s rule {noisy.rule} fired {noisy.times} times in 30 days and ended by"
        f" itself each time before anybody took it on; the most was {figure(noisy.highest, noisy.unit)}.",
        saves_usd_a_month=None,
        undo=f"make deploy SET='{setting}={noisy.threshold:g}'",
    )


def _rounded_up(value: float) -> float:
    """To two digits, upwards."""
    step = 10.0 ** (floor(log10(value)) - 1)
    return -(-value // step) * step


def _family(use: EndpointUse) -> str:
    """Such as flux of fal-ai/flux-pro/v1.1: models of one name do the same work."""
    name = use.endpoint.removeprefix("fal-ai/")
    return name.split("/", 1)[0].split("-", 1)[0]


def _price(use: EndpointUse) -> float:
    return use.cost_month / use.requests_month


def _cents(use: EndpointUse) -> str:
    return f"${_price(use):.3f}"
