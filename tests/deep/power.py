"""How small a failure of payments may be and still be told within a quarter of an hour, by size of shop."""

import random
from collections.abc import Callable, Sequence
from itertools import takewhile

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.rates import Verdict, judge_rate
from tests.deep.alarms import STRETCHES
from tests.deep.ordinary import RATES

SIZES = (10, 50, 200, 450, 1000, 4400, 10_000)
SHARES = (1.0, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05)
USUAL = 0.002
_BUSY = 1.5 / 24
"""Of a day's payments, in an hour of the day."""
_IN_TIME = 15
DURATIONS = (1, 2, 3, 5, 10, _IN_TIME)
"""In minutes."""
_WANTED = 0.9

NEVER = 0

type Told = Callable[[Sequence[bool], float, float], bool]
"""Whether the outcomes of a day, newest first, are told in a shop with so many a day, and such a usual share."""


def told_now(newest_first: Sequence[bool], a_day: float, usual: float) -> bool:
    """By the judge of rates."""
    numbers = {min(len(newest_first), round(a_day * min(1.0, _BUSY * hours))) for hours in STRETCHES}
    longer = [Counts(sum(newest_first[:number]), number) for number in numbers]
    looks = looks_back(newest_first[:200], [*longer, Counts(sum(newest_first), len(newest_first))])
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


def shortest(a_day: float, share: float, told: Told, trials: int, every: int) -> str:
    """How many minutes such a failure has to last to be told in time in nine of ten trials; "-" if a longer one."""
    seen = takewhile(lambda lasts: power(a_day, share, told, trials, lasts, every) >= _WANTED, reversed(DURATIONS))
    return str(min(seen, default="-"))


def power(a_day: float, share: float, told: Told, trials: int, lasts: int = _IN_TIME, every: int = 5) -> float:
    """How often what lasts so many minutes is told within a quarter of an hour, by checks every so many."""
    failures = (_is_told(a_day, share, told, lasts, every, random.Random(trial)) for trial in range(trials))
    return sum(failures) / trials


def _is_told(a_day: float, share: float, told: Told, lasts: int, every: int, chance: random.Random) -> bool:
    day = [chance.random() < USUAL for _ in range(_arrivals(a_day, chance))]
    for since in range(0, _IN_TIME, every):
        fails = max(0, min(since + every, lasts) - since)
        came = _outcomes(a_day, fails, share, chance)
        came = [*_outcomes(a_day, every - fails, USUAL, chance), *came]
        day = [*came, *day]
        if came and told(day, a_day, USUAL):
            return True
    return False


def _outcomes(a_day: float, minutes: float, share: float, chance: random.Random) -> list[bool]:
    return [chance.random() < share for _ in range(_arrivals(a_day * _BUSY * minutes / 60, chance))]


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
