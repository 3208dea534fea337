"""Prints, by kind of trouble, in how many shops it was found and how soon; and the false alarms of quiet ones."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pawpop_monitoring.analytics.drift import drifts
from pawpop_monitoring.analytics.hourly_counts import HourlyCounts
from pawpop_monitoring.analytics.quantiles import quantile
from tests.benchmarks.anomalies.shops import HARMLESS, LEARNED, QUARTER, TROUBLES, Shop, moment, play

SHOPS, SEEDS, FRESH = 60, (1, 2, 3), (6, 7)
"""With the fresh seeds nothing was ever tuned."""
_SOON = {"runaway loop": 2, "retry storm": 24, "silent drop": 24}
_WEEK = 7 * 24
"""Hours of data until it has to be found; what is slow has a week."""
_COMPLETE = {"slow drift +20 %": 48, "new endpoint": 24}
"""Hours until it is what its name says; until then it is a smaller one, and the week counts from then on."""


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
    shop = play(seed, TROUBLES[name], begin)
    alarms, within = list(told(shop)), _within(name)
    if name == "month start":
        alarms = [hour for hour in alarms if moment(hour).day == 1]
        begin, within = 0, 24 * (LEARNED + QUARTER)
    drifting = [hour for hour, _ in _drifting(shop) if hour >= begin + 24] if name not in HARMLESS else []
    hits = [hour - begin + 1 for hour in (*alarms, *drifting) if begin <= hour < begin + within + _WEEK]
    return Found(min(hits, default=None), sum(hour < begin for hour in alarms))


def _within(name: str) -> int:
    """Hours from its first one until it has to be found."""
    return _COMPLETE.get(name, 0) + _SOON.get(name, _WEEK)


def told(shop: Shop) -> Iterator[int]:
    """Hours at which something is news, after the shop was learned."""
    calls = HourlyCounts()
    for hour, count in enumerate(shop.calls):
        news = calls.news(moment(hour), count, known=hour // 24 in shop.sales)
        if news and hour >= LEARNED * 24:
            yield hour
    yield from (hour for hour, is_news in _drifting(shop) if is_news)


def _drifting(shop: Shop) -> Iterator[tuple[int, bool]]:
    """Last hours of the days after which the cost of a day drifts, and whether it did not the day before."""
    before = False
    for day, drift in enumerate(drifts(_without_sales(shop), LEARNED + 1), LEARNED + 1):
        if drift is not None:
            yield 24 * day - 1, not before
        before = drift is not None


def _without_sales(shop: Shop) -> list[float]:
    """Costs by day; a day of a sale, of which people said so, is as the week before."""
    daily = shop.daily(shop.costs)
    for day in sorted(shop.sales):
        daily[day] = daily[day - 7]
    return daily


def _row(name: str, outcomes: list[Found]) -> None:
    hours = [float(one.after) for one in outcomes if one.after is not None]
    before = f"told before {sum(one.false for one in outcomes) / len(outcomes):.2f} times a shop"
    if name in HARMLESS:
        print(f"{name:<20}told in {len(hours)} of {len(outcomes)} (wanted: none); {before}")
        return
    within = _within(name)
    soon = sum(hour <= within for hour in hours)
    print(
        f"{name:<20}found in {soon} of {len(outcomes)} within {within} h, {len(hours) - soon} in the week after that;"
        f" median {quantile(hours, 0.5):.0f} h, 9 in 10 {quantile(hours, 0.9):.0f} h; {before}"
    )
