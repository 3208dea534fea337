"""Prints, by kind of trouble, in how many shops it was found and how soon; and the false alarms of quiet ones."""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pawpop_monitoring.analytics.quantiles import quantile
from tests.benchmarks.anomalies.alarms import rises, smallest_at, unusual_hours
from tests.benchmarks.anomalies.oracle import Evidence, evidence, finds, threshold_with
from tests.benchmarks.anomalies.shops import HARMLESS, LEARNED, QUARTER, TROUBLES, Character, Shop, moment, play

SHOPS, SEEDS, FRESH = 60, (1, 2, 3, 4, 5), (6, 7)
"""With the fresh seeds nothing was ever tuned."""
_SOON = {"runaway loop": 2, "eightfold, in bursts": 2, "retry storm": 24, "silent drop": 24}
_WEEK = 7 * 24
"""Hours of data until it has to be found; what is slow has a week."""
_DRIFT = "slow drift +20 %"
_COMPLETE = {_DRIFT: 48, "new endpoint": 24}
"""Hours until it is what its name says; until then it is a smaller one, and the week counts from then on."""
_BANDS = (0.2, 0.25, 0.3, 0.4, float("inf"))


@dataclass(frozen=True, slots=True)
class Found:
    """After how many hours of data, if at all, and what was told before."""

    after: int | None
    false: int


def main() -> None:
    """`python -m tests.benchmarks anomalies`: 60 shops of 60 to 3,000 calls a day a seed; BENCHMARK_SEEDS=6,7."""
    asked = tuple(int(one) for one in os.environ.get("BENCHMARK_SEEDS", "").split(",") if one)
    for seeds in (asked,) if asked else (SEEDS, FRESH):
        title = "fresh seeds" if set(seeds) <= set(FRESH) else "the seeds that constants were chosen with"
        print(f"anomalies, {title} {seeds}: {SHOPS} shops each, a quarter after {LEARNED} days of past", flush=True)
        _table([1000 * seed + shop for seed in seeds for shop in range(SHOPS)])


def _table(shops: Sequence[int]) -> None:
    quiet = [len(list(told(play(seed)))) for seed in shops]
    print(
        f"{'nothing wrong':<20}{sum(quiet) / len(quiet):.2f} false alarms per shop and quarter,"
        f" at most {max(quiet)}; {sum(one > 1 for one in quiet)} shops with more than one",
        flush=True,
    )
    outcomes = {name: [found(seed, name) for seed in shops] for name in TROUBLES}
    for name, each in outcomes.items():
        _row(name, each)
    _promises(shops, outcomes[_DRIFT])
    _oracle(shops, sum(quiet))


def begin_of(seed: int) -> int:
    """Some hour of the day in the second half of the quarter."""
    return 24 * (LEARNED + QUARTER // 2 + seed % 20) + random.Random(seed).randrange(8, 20)


def found(seed: int, name: str) -> Found:
    """One shop with one trouble."""
    begin, within = begin_of(seed), _within(name)
    shop = play(seed, TROUBLES[name], begin)
    rising = rises(shop)
    alarms = [*unusual_hours(shop), *rising.told]
    if name == "month start":
        alarms = [hour for hour in alarms if moment(hour).day == 1]
        begin, within = 0, 24 * (LEARNED + QUARTER)
    seen = [hour for hour in rising.seen if hour >= begin + 24] if name not in HARMLESS else []
    hits = [hour - begin + 1 for hour in (*alarms, *seen) if begin <= hour < begin + within + _WEEK]
    return Found(min(hits, default=None), sum(hour < begin for hour in alarms))


def told(shop: Shop) -> Iterator[int]:
    """Hours at which something is told, after the shop was learned."""
    yield from unusual_hours(shop)
    yield from rises(shop).told


def _within(name: str) -> int:
    """Hours from its first one until it has to be found."""
    return _COMPLETE.get(name, 0) + _SOON.get(name, _WEEK)


def _row(name: str, outcomes: list[Found]) -> None:
    hours = [float(one.after) for one in outcomes if one.after is not None]
    before = f"told before {sum(one.false for one in outcomes) / len(outcomes):.2f} times a shop"
    if name in HARMLESS:
        print(f"{name:<20}told in {len(hours)} of {len(outcomes)} (wanted: none); {before}", flush=True)
        return
    soon = sum(_is_soon(one, name) for one in outcomes)
    print(
        f"{name:<20}found in {soon} of {len(outcomes)} within {_within(name)} h, {len(hours) - soon} in the week after"
        f" that; median {quantile(hours, 0.5):.0f} h, 9 in 10 {quantile(hours, 0.9):.0f} h; {before}",
        flush=True,
    )


def _is_soon(one: Found, name: str) -> bool:
    return one.after is not None and one.after <= _within(name)


def _promises(shops: Sequence[int], outcomes: Sequence[Found]) -> None:
    """By what is said on the page before: from what size on a rise is told in this shop."""
    said = [smallest_at(play(seed), begin_of(seed) // 24) for seed in shops]
    for least, most in zip((0.0, *_BANDS), _BANDS, strict=False):
        those = [one for one, smallest in zip(outcomes, said, strict=True) if least < smallest <= most]
        print(
            f"  told from {100 * least:.0f} to {100 * most:.0f} % on: +20 % found in"
            f" {sum(_is_soon(one, _DRIFT) for one in those)} of {len(those)}"
        )


def _oracle(shops: Sequence[int], false_alarms: int) -> None:
    known = [_evidence(seed) for seed in shops]
    threshold = threshold_with(false_alarms, known)
    print(
        f"  who knows each shop finds {sum(finds(one, threshold) for one in known)} of {len(known)}, with as many"
        " false alarms",
        flush=True,
    )


def _evidence(seed: int) -> Evidence:
    character, begin = Character.drawn(random.Random(seed)), begin_of(seed)
    first = begin // 24 + 1 - LEARNED
    return Evidence(
        quiet=evidence(character, play(seed)),
        drifting=evidence(character, play(seed, TROUBLES[_DRIFT], begin)),
        due=range(first, first + 8),
    )
