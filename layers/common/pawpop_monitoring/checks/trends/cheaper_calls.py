"""Which calls to fal.ai could be saved or cost less: of the shop's own rows, with the money that it paid for them."""

from collections.abc import Iterator, Sequence
from math import floor, log10, sqrt

from pawpop_monitoring.checks.trends.amounts import dollars, money, some_days
from pawpop_monitoring.checks.trends.listed_prices import Prices, cheaper_listed
from pawpop_monitoring.checks.trends.models import dear_ones, used_enough, work_of
from pawpop_monitoring.contracts.insights_response import RecommendationView
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.fal_ai import UnitPrice
from pawpop_monitoring.domain.readings.trends import EndpointUse, RepeatedCalls, Savings, UnevenCalls

_MONTH_DAYS, _SUMMED_DAYS, _DAY_SECONDS = 30, 28, 86_400
_MOST_FAILING = 3
_HALF = 0.5
_FEWEST_DAYS, _FEWEST_REPEATED, _FEWEST_DEAR, _FEWEST_MIXED = 1.0, 10, 20, 10
_FOUR_OF_FIVE = 1.28
"""Standard deviations to each side."""


def cheaper_calls(endpoints: Sequence[EndpointUse], savings: Savings, prices: Prices) -> Iterator[RecommendationView]:
    """In no order, whatever they save."""
    yield from map(_failures, sorted(endpoints, key=lambda use: -use.charged_cost_month)[:_MOST_FAILING])
    yield from map(_reused, filter(_repeats_enough, savings.repeated_calls))
    yield from _cheaper(endpoints, prices)
    yield from map(_smaller, filter(_is_mixed_enough, savings.uneven_calls))


def _failures(use: EndpointUse) -> RecommendationView:
    saves = use.charged_cost_month / _SUMMED_DAYS * _MONTH_DAYS
    return RecommendationView(
        title=f"Check what is sent to {use.endpoint} before it is sent",
        evidence=f"{plural(use.charged_month, 'call')} failed in 28 days and cost {money(use.charged_cost_month)} all"
        f" the same: inputs that fal.ai refuses may be charged.{_by_chance(saves, use.charged_month, _SUMMED_DAYS)}",
        saves_usd_a_month=round(saves, 2),
        undo="take the check out again; what it refuses is logged by the shop.",
    )


def _repeats_enough(found: RepeatedCalls) -> bool:
    return found.repeated >= _FEWEST_REPEATED and _days(found) >= _FEWEST_DAYS


def _reused(found: RepeatedCalls) -> RecommendationView:
    saves = found.cost / _days(found) * _MONTH_DAYS
    return RecommendationView(
        title=f"Keep what {found.endpoint} makes, and show it again where the same is asked",
        evidence=f"Of {found.calls:,} calls in {some_days(_days(found))} whose prompt can be compared,"
        f" {found.repeated:,} asked once more for what had been made within the seven days before, and cost"
        f" {money(found.cost)}. fal.ai keeps files for seven days at least."
        f"{_by_chance(saves, found.repeated, _days(found))}",
        saves_usd_a_month=round(saves, 2),
        undo="ask fal.ai each time again, as where a customer wants another picture of the same.",
    )


def _cheaper(endpoints: Sequence[EndpointUse], prices: Prices) -> Iterator[RecommendationView]:
    """Models for the same work at half the price or less, for previews: one that the shop uses, or a listed one."""
    used = used_enough(endpoints)
    for dear in dear_ones(endpoints):
        others = [one for one in used if work_of(one.endpoint) == work_of(dear.endpoint)]
        if cheaper := [one for one in others if _price(one) <= _HALF * _price(dear)]:
            yield _instead(dear, min(cheaper, key=_price))
        elif listed := cheaper_listed(dear, prices):
            yield _untried(dear, *listed)


def _instead(dear: EndpointUse, cheap: EndpointUse) -> RecommendationView:
    found = (
        f"A call of {dear.endpoint} costs {_cents(_price(dear))}, one of {cheap.endpoint}"
        f" {_cents(_price(cheap))}, in this shop's own {dear.requests_month + cheap.requests_month:,} calls of 28 days."
    )
    return _for_previews(dear, cheap.endpoint, 1 - _price(cheap) / _price(dear), found)


def _untried(dear: EndpointUse, name: str, cheap: UnitPrice, now: UnitPrice) -> RecommendationView:
    found = (
        f"fal.ai's price list has {name} at {_listed(cheap)} and {dear.endpoint} at {_listed(now)} per"
        f" {now.one_unit}. {dear.endpoint} cost this shop {money(dear.cost_month)} in 28 days, for"
        f" {dear.requests_month:,} calls."
    )
    return _for_previews(dear, name, 1 - cheap.dollars / now.dollars, found)


def _for_previews(dear: EndpointUse, name: str, less: float, found: str) -> RecommendationView:
    saves = _HALF * dear.cost_month * less / _SUMMED_DAYS * _MONTH_DAYS
    return RecommendationView(
        title=f"Use {name} in place of {dear.endpoint} for previews",
        evidence=f"{found} The saving is that of every second call of {dear.endpoint}.",
        saves_usd_a_month=round(saves, 2),
        undo="put the former endpoint's name back; compare both pictures first.",
    )


def _is_mixed_enough(found: UnevenCalls) -> bool:
    return found.dear >= _FEWEST_DEAR and found.mixed >= _FEWEST_MIXED and _days(found) >= _FEWEST_DAYS


def _smaller(found: UnevenCalls) -> RecommendationView:
    saves = _HALF * found.excess / _days(found) * _MONTH_DAYS
    return RecommendationView(
        title=f"Ask {found.endpoint} for smaller or fewer images where that is enough",
        evidence=f"Of {found.calls:,} calls in {some_days(_days(found))} the cheapest quarter cost"
        f" {_cents(found.usual)} each at most, and {found.dear:,} half as much again or more, {money(found.excess)}"
        " above that together. fal.ai bills by the image or by its size. The saving is that of every second of those.",
        saves_usd_a_month=round(saves, 2),
        undo="ask for the former size and number again; compare prints of both first.",
    )


def _by_chance(saves: float, times: int, days: float) -> str:
    """What a month may bring in four of five, by the number of calls alone that `saves` was found in."""
    if times <= 0:
        return ""
    half = _FOUR_OF_FIVE * sqrt((1 + days / _MONTH_DAYS) / times)
    return f" Expect {money(saves * max(0.0, 1 - half))} to {money(saves * (1 + half))} in four of five months."


def _days(found: RepeatedCalls | UnevenCalls) -> float:
    return found.seconds / _DAY_SECONDS


def _price(use: EndpointUse) -> float:
    return use.cost_month / use.requests_month


def _cents(price: float) -> str:
    """To two digits at least: a call may cost a hundredth of a cent."""
    return dollars(price, max(2, 1 - floor(log10(price))) if price > 0 else 2)


def _listed(price: UnitPrice) -> str:
    return dollars(price.dollars, 9)
