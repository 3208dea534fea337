"""Shops by the hour: calls and what they cost, with days, weeks, bursts and growth; and what goes wrong in them."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log, sqrt

FIRST = datetime(2026, 1, 5)  # noqa: DTZ001 - the shop's own clock
LEARNED, QUARTER = 56, 91
DAYS = LEARNED + QUARTER
_BY_HOUR = (0.2,) * 7 + (0.8,) * 2 + (1.5,) * 13 + (0.9, 0.5)
_LEAST, _MOST = 60, 3000
_A_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Shop:
    """Calls and costs (US dollars) by hour, and on which days a sale was announced."""

    calls: Sequence[int]
    costs: Sequence[float]
    sales: frozenset[int] = frozenset()

    def daily(self, values: Sequence[float]) -> list[float]:
        """Sums by day."""
        return [sum(values[start : start + 24]) for start in range(0, len(values), 24)]


type Factor = Callable[[int], float]
"""Of each hour since the trouble began (negative: before): by how much there is more."""


@dataclass(frozen=True, slots=True)
class Character:
    """What a shop is like: calls a day, its weekdays, growth and waves by day, and how its calls come in bursts.

    `waves` is a deviation on a log scale; a count varies by `bursts` times its mean; `price` is in US dollars a call.
    """

    a_day: float
    week: Sequence[float]
    growth: float
    waves: float
    bursts: float
    price: float

    @classmethod
    def drawn(cls, chance: random.Random) -> "Character":
        """One of them."""
        return cls(
            a_day=exp(chance.uniform(log(_LEAST), log(_MOST))),
            week=[max(0.4, chance.gauss(1, 0.15)) for _ in range(7)],
            growth=chance.gauss(0, 0.0015),
            waves=chance.uniform(0.03, 0.1),
            bursts=chance.uniform(1.0, 3.0),
            price=chance.uniform(0.01, 0.08),
        )

    def usual(self, hour: int) -> float:
        """Mean number of calls in an hour, counted from the first one."""
        day = hour // 24
        return self.a_day / 24 * _BY_HOUR[hour % 24] * self.week[day % 7] * exp(self.growth * day)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What it does to the number of calls and to the price of one; `announced` if people said so.

    `loop` is how many times the usual number a loop in code makes besides: it makes one after the other, evenly as a
    machine does and not in bursts as customers do, and one a minute at the least, since that is how long calls take.
    `first_day` is by how much more the first day of each month has.
    """

    calls: Factor = lambda _hour: 1.0
    loop: Factor = lambda _hour: 0.0
    price: Factor = lambda _hour: 1.0
    announced: bool = False
    first_day: float = 1.0


def _during(factor: float, hours: int, otherwise: float = 1.0) -> Factor:
    return lambda hour: factor if 0 <= hour < hours else otherwise


def _from_then_on(factor: float, slowly_over: int = 1) -> Factor:
    return lambda hour: 1 + (factor - 1) * min(1.0, max(0.0, (hour + 1) / slowly_over))


TROUBLES: Mapping[str, Trouble] = {
    "runaway loop": Trouble(loop=_during(7, 30, 0.0)),
    "eightfold, in bursts": Trouble(calls=_during(8, 30)),
    "retry storm": Trouble(calls=_during(4, 12)),
    "silent drop": Trouble(calls=_during(0.1, 36)),
    "price change": Trouble(price=_from_then_on(1.5)),
    "slow drift +20 %": Trouble(calls=_from_then_on(1.2, 48)),
    "new endpoint": Trouble(price=_from_then_on(1.4, 24)),
    "promotion day": Trouble(calls=_during(3, 24), announced=True),
    "month start": Trouble(first_day=1.6),
}
HARMLESS = ("promotion day", "month start")


def play(seed: int, trouble: Trouble = Trouble(), begin: int = DAYS * 24) -> Shop:
    """A shop with a trouble from the hour `begin` on; the same seed is the same shop."""
    chance = random.Random(seed)
    shop = Character.drawn(chance)
    wave, calls, costs = 1.0, [], []
    for hour in range(DAYS * 24):
        if hour % 24 == 0:
            wave = exp(chance.gauss(0, shop.waves))
        mean, since = shop.usual(hour) * wave, hour - begin
        first = trouble.first_day if moment(hour).day == 1 else 1.0
        made = _bursty(chance, mean * first * trouble.calls(since), shop.bursts)
        if looped := trouble.loop(since):
            made += _bursty(chance, max(_A_MINUTE, looped * mean), bursts=1.0)
        calls.append(made)
        costs.append(made * shop.price * trouble.price(since) * chance.uniform(0.95, 1.05))
    return Shop(calls, costs, frozenset({begin // 24, (begin + 23) // 24}) if trouble.announced else frozenset())


def _bursty(chance: random.Random, mean: float, bursts: float) -> int:
    """With a variance of `bursts` times the mean."""
    if bursts > 1.01:
        mean = chance.gammavariate(mean / (bursts - 1), bursts - 1)
    if mean > 40:
        return max(0, round(chance.gauss(mean, sqrt(mean))))
    number, left = 0, chance.expovariate(1.0)
    while left < mean:
        number += 1
        left += chance.expovariate(1.0)
    return number


def moment(hour: int) -> datetime:
    """On the shop's clock."""
    return FIRST + timedelta(hours=hour)
