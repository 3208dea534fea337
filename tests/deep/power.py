"""How small a failure of payments may be and still be told within a quarter of an hour, by size of shop."""

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.rates import Verdict, judge_rate
from tests.deep.ordinary import RATES

SIZES = (10, 50, 200, 450, 1000, 4400, 10_000)
SHARES = (1.0, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05)
USUAL = 0.002
_BUSY = 1.5 / 24
"""Of a day's payments, in an hour of the day."""
_LOOKS = (5, 10, 15)
_WANTED = 0.9

NEVER = 0

type Told = Callable[[Sequence[bool], float, float], bool]
"""Whether the outcomes of a day, newest first, are told in a shop with so many a day, and such a usual share."""


def told_now(newest_first: Sequence[bool], a_day: float, usual: float) -> bool:
    """By the judge of rates."""
    looks = looks_back(newest_first[:200], [Counts(sum(newest_first), len(newest_first))])
    before = Counts(round(28 * a_day * usual), round(28 * a_day))
    verdict = judge_rate(looks, before, RATES[0].demand, a_day * 365, recent=any(newest_first)).verdict
    return verdict is Verdict.BAD


def told_before(newest_first: Sequence[bool], a_day: float, usual: float) -> bool:
    """By what was there before: 98 % over the day, of at least twenty, with two failures."""
    failed, total = sum(newest_first), len(newest_first)
    return total >= 20 and failed >= 2 and failed > 0.02 * total


def smallest_share(a_day: float, told: Told, trials: int) -> str:
    """The smallest share of failures that is told in time in nine of ten trials; "-" if not even all are."""
    seen = [share for share in SHARES if power(a_day, share, told, trials) >= _WANTED]
    return f"{min(seen):.0%}" if seen else "-"


def power(a_day: float, share: float, told: Told, trials: int) -> float:
    """How often it is told within a quarter of an hour."""
    return sum(_is_told(a_day, share, told, random.Random(trial)) for trial in range(trials)) / trials


def _is_told(a_day: float, share: float, told: Told, chance: random.Random) -> bool:
    day = [chance.random() < USUAL for _ in range(_arrivals(a_day, chance))]
    for since, until in pairwise((0, *_LOOKS)):
        came = _arrivals(a_day * _BUSY * (until - since) / 60, chance)
        day = [chance.random() < share for _ in range(came)] + day
        if came and told(day, a_day, USUAL):
            return True
    return False


def failures_until_told(a_day: float, told: Told) -> int:
    """Failures in a row, where none fails otherwise, until it is told; 0 if never."""
    day = [False] * round(a_day)
    return next(
        (number for number in range(1, len(day) + 1) if told([True] * number + day[number:], a_day, 0.0)), NEVER
    )


def _arrivals(mean: float, chance: random.Random) -> int:
    number, passed = 0, chance.expovariate(1.0)
    while passed < mean:
        number, passed = number + 1, passed + chance.expovariate(1.0)
    return number
