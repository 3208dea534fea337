"""Shops that are played for a year, by the hour: ordinary ones, in which nothing is ever wrong."""

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log, log1p, sqrt

DAYS_BEFORE, DAYS = 28, 365
LEAST, MOST = 2, 10_000
_BY_HOUR = [0.2] * 7 + [0.9] * 2 + [1.5] * 13 + [0.9, 0.5]
_BY_WEEKDAY = [1.1, 1.0, 1.0, 1.0, 1.2, 0.9, 0.8]
_SALES, _HOLIDAYS = 4, 9
_MANY = 40
"""From here on a Poisson number is drawn as a normal one."""


@dataclass(frozen=True)
class Year:
    """What came until the start of every hour, and where the failures are among all that came, oldest first.

    The first 28 days are history.
    """

    a_day: float
    first: Sequence[int]
    failures: Sequence[int]

    def at(self, hour: float) -> int:
        """How many had come by then."""
        whole = max(0, min(int(hour), len(self.first) - 2))
        came = self.first[whole + 1] - self.first[whole]
        return self.first[whole] + int(came * min(1.0, max(0.0, hour - whole)))

    def hour_of(self, place: int) -> float:
        """When the one at this place came, in hours."""
        hour = bisect_left(self.first, place + 1) - 1
        return hour + (place - self.first[hour]) / max(1, self.first[hour + 1] - self.first[hour])

    def failed_between(self, start: int, end: int) -> int:
        """Failures from one place to before another."""
        return bisect_left(self.failures, end) - bisect_left(self.failures, start)


def sizes(number: int, most: float = MOST) -> Iterator[float]:
    """Payments a day of so many shops, from a few to very many."""
    for place in range(number):
        yield LEAST * (most / LEAST) ** (place / max(1, number - 1))


def play(a_day: float, usual: float, seed: int, *, unsteady: float = 0.0) -> Year:
    """A year with weekdays, seasons, sales and holidays; `unsteady` is by how much the usual share varies by day."""
    chance = random.Random(seed)
    counts = [_poisson(chance, a_day / 24 * by_hour * busy) for busy in _busy_days(chance) for by_hour in _BY_HOUR]
    first = list(accumulate(counts, initial=0))
    failures: list[int] = []
    for day in range(DAYS_BEFORE + DAYS):
        share = usual * exp(chance.gauss(0, unsteady)) if unsteady else usual
        failures += _failing(chance, first[24 * day], first[24 * day + 24], share)
    return Year(a_day, first, failures)


def _failing(chance: random.Random, start: int, end: int, share: float) -> Iterator[int]:
    """Each place fails with that chance: from one to the next it is as far as a geometric number says."""
    scale = log1p(-share)
    place = start + int(log(1.0 - chance.random()) / scale)
    while place < end:
        yield place
        place += 1 + int(log(1.0 - chance.random()) / scale)


def _busy_days(chance: random.Random) -> list[float]:
    days = range(DAYS_BEFORE + DAYS)
    season = chance.uniform(0, DAYS)
    busy = [_BY_WEEKDAY[day % 7] * (1 + 0.4 * (1 - abs((day - season) % DAYS / DAYS * 4 - 2))) for day in days]
    for day in chance.sample(range(len(busy) - 2), _SALES):
        busy[day], busy[day + 1] = busy[day] * 5, busy[day + 1] * 3
    for day in chance.sample(days, _HOLIDAYS):
        busy[day] *= 0.3
    return busy


def _poisson(chance: random.Random, mean: float) -> int:
    if mean > _MANY:
        return max(0, round(chance.gauss(mean, sqrt(mean))))
    limit, number, product = exp(-mean), 0, chance.random()
    while product > limit:
        number, product = number + 1, product * chance.random()
    return number
