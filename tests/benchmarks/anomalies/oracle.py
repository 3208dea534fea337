"""The best that anybody could do with a drift: who knows all of a shop but whether and when it began, and its waves.

Level, weekdays, growth, waves, bursts, size and course of the change are known to it. Of each day it takes what its
hours tell of the mean at most (the score of the negative binomial, which bursts spoil less than they do a sum), and
tells when the likelihood ratio of a change that began on one of the last days against none is high enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import exp, lgamma, log, sqrt

from tests.benchmarks.anomalies.alarms import openings
from tests.benchmarks.anomalies.shops import LEARNED, TROUBLES, Character, Shop

_STARTS = range(1, 12)
_NOON = 14
_GRID = 12
_SEEN_FOR = 0.3
"""Of the threshold: an alert goes on while so much is there."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """For a drift, by day from the one after which the shop is known: natural logs of likelihood ratios."""

    quiet: Sequence[float]
    drifting: Sequence[float]
    due: range
    """Days, counted alike, at the end of which a drift that is told is told in time."""


def threshold_with(false_alarms: int, shops: Sequence[Evidence]) -> float:
    """The lowest one with which quiet shops have no more than so many."""
    return next(
        each / 10 for each in range(1, 200) if sum(len(_told(one.quiet, each / 10)) for one in shops) <= false_alarms
    )


def finds(shop: Evidence, threshold: float) -> bool:
    """Whether a drift is told in time."""
    return any(shop.drifting[day] > threshold for day in shop.due)


def evidence(character: Character, shop: Shop) -> Sequence[float]:
    """Of each day from the one after which it is known."""
    days = [_day(character, shop, day) for day in range(len(shop.calls) // 24)]
    return [max(_ratio(days[day - start : day + 1]) for start in _STARTS) for day in range(LEARNED, len(days))]


def _told(ratios: Sequence[float], threshold: float) -> Sequence[int]:
    standing = (value > threshold * _SEEN_FOR for value in ratios)
    return list(openings([value > threshold for value in ratios], list(standing)))


def _ratio(days: Sequence[tuple[float, float]]) -> float:
    """For a change that began in the first of them; each day has its log of the mean, and the variance of that."""
    shape = _shape(len(days))
    return sum(change * (value - change / 2) / variance for change, (value, variance) in zip(shape, days, strict=True))


@cache
def _shape(days: int) -> Sequence[float]:
    grows = TROUBLES["slow drift +20 %"].calls
    by_hour = [log(grows(hour - _NOON)) for hour in range(24 * days)]
    return [sum(by_hour[24 * day : 24 * day + 24]) / 24 for day in range(days)]


def _day(character: Character, shop: Shop, day: int) -> tuple[float, float]:
    """By how much it is above what it should be on a log scale, and the variance of that."""
    hours = range(24 * day, 24 * day + 24)
    means = [character.usual(hour) for hour in hours]
    known = sum(_information(round(_GRID * log(mean)), round(character.bursts, 3)) for mean in means)
    scores = sum(_score(shop.calls[hour], mean, character.bursts) for hour, mean in zip(hours, means, strict=True))
    return scores / known, 1 / known + character.waves**2


def _score(count: int, mean: float, bursts: float) -> float:
    """Derivative of the log likelihood by the log of the mean."""
    size = mean / (bursts - 1)
    return size * (_rising(count, size) - log(bursts))


def _rising(count: int, size: float) -> float:
    """Of the digamma function from `size` to `size + count`."""
    return sum(1 / (size + each) for each in range(count))


@cache
def _information(log_mean: int, bursts: float) -> float:
    """Mean of the squared score; `log_mean` in parts of the grid."""
    mean = exp(log_mean / _GRID)
    size = mean / (bursts - 1)
    most = int(mean + 12 * sqrt(mean * bursts) + 40)
    rising = accumulate((1 / (size + each) for each in range(most)), initial=0.0)
    return sum(_chance(count, size, bursts) * (size * (rise - log(bursts))) ** 2 for count, rise in enumerate(rising))


def _chance(count: int, size: float, bursts: float) -> float:
    ways = lgamma(size + count) - lgamma(size) - lgamma(count + 1)
    return exp(ways - size * log(bursts) + count * log((bursts - 1) / bursts))
