"""Prints, by kind of trouble, in how many shops it was found and how soon; and the false alarms of quiet ones."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pawpop_monitoring.analytics.drift import CALM_DAYS, drift_of
from pawpop_monitoring.analytics.hourly_counts import HourlyCounts
from pawpop_monitoring.analytics.quantiles import quantile
from tests.benchmarks.anomalies.shops import HARMLESS, LEARNED, QUARTER, TROUBLES, Shop, moment, play

SHOPS, SEEDS, FRESH = 60, (1, 2, 3), (4,)
"""With the fresh seeds nothing was ever tuned."""
_SOON = {"runaway loop": 2, "retry storm": 24, "silent drop": 24}
_WEEK = 7 * 24
"""Hours of data until it has to be found; what is slow has a week."""


@dataclass(frozen=True, slots=True)
class Found:
    """After how many hours of data, if at all, and what was told before."""

    after: int | None
    false: int


def main() -> None:
    """`python -m tests.benchmarks anomalies`: 60 shops of 60 to 3,000 calls a day, with three seeds each."""
    for title, seeds in (("the seeds that constants were chosen with", SEEDS), ("fresh seeds", FRESH)):
        print(f"anomalies, {title}: {SHOPS} shops x {len(seeds)}, a quarter each after {LEARNED} days of past")
        _table([1000 * seed + shop for seed in seeds for shop in range(SHOPS)])


def _table(shops: Sequence[int]) -> None:
    quiet = [len(list(told(play(seed)))) for seed in shops]
    print(
        f"{'nothing wrong':<20}{sum(quiet) / len(quiet):.2f} false alarms per shop and quarter,"
        f" at most {max(quiet)}; {sum(one > 1 for one in quiet)} shops with more than one"
    )
    for name in TROUBLES:
        _row(name, [found(seed, name) for seed in shops])


def found(seed: int, name: str) -> Found:
    """One shop with one trouble, which begins at some hour of the day in the second half of the quarter."""
    begin = 24 * (LEARNED + QUARTER // 2 + seed % 20) + random.Random(seed).randrange(8, 20)
    alarms = list(told(play(seed, TROUBLES[name], begin)))
    within = _SOON.get(name, _WEEK)
    if name == "month start":
        alarms = [hour for hour in alarms if moment(hour).day == 1]
        begin, within = 0, 24 * (LEARNED + QUARTER)
    hits = [hour - begin + 1 for hour in alarms if begin <= hour < begin + within + 24]
    return Found(min(hits, default=None), sum(hour < begin for hour in alarms))


def told(shop: Shop) -> Iterator[int]:
    """Hours at which something is news, after the shop was learned."""
    calls = HourlyCounts()
    drifting: dict[str, int] = {}
    costs, counts = (_without_sales(shop, values) for values in (shop.costs, [float(one) for one in shop.calls]))
    for hour, count in enumerate(shop.calls):
        news = calls.news(moment(hour), count, known=hour // 24 in shop.sales)
        if news and hour >= LEARNED * 24:
            yield hour
        if hour % 24 == 23 and hour >= (LEARNED - CALM_DAYS) * 24:
            day = hour // 24 + 1
            yield from [hour] * _newly_drifting(costs[:day], counts[:day], drifting)


def _without_sales(shop: Shop, values: Sequence[float]) -> list[float]:
    """By day; a day of a sale, of which people said so, is as the week before."""
    daily = shop.daily(values)
    for day in sorted(shop.sales):
        daily[day] = daily[day - 7]
    return daily


def _newly_drifting(costs: Sequence[float], counts: Sequence[float], drifting: dict[str, int]) -> int:
    """How many of cost and price began to drift, as of the last of these days; `drifting` has when each last did."""
    recent = [(cost, cost / max(1.0, count)) for cost, count in zip(costs[-63:], counts[-63:], strict=True)]
    begun = 0
    for name, place in (("cost", 0), ("price", 1)):
        if drift_of([one[place] for one in recent]) is not None:
            begun += len(costs) - drifting.get(name, -CALM_DAYS) > CALM_DAYS and len(costs) > LEARNED
            drifting[name] = len(costs)
    return begun


def _row(name: str, outcomes: list[Found]) -> None:
    hours = [float(one.after) for one in outcomes if one.after is not None]
    within = _SOON.get(name, _WEEK)
    if name in HARMLESS:
        print(f"{name:<20}told in {len(hours)} of {len(outcomes)} (wanted: none)")
        return
    soon = sum(hour <= within for hour in hours)
    slowest = f"median {quantile(hours, 0.5):.0f} h, 9 in 10 {quantile(hours, 0.9):.0f} h" if hours else ""
    print(f"{name:<20}found in {soon} of {len(outcomes)} within {within} h; {slowest}")
