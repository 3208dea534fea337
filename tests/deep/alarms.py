"""How often the judge of rates would call in a played year. It is asked when a failure comes, as only then it may."""

from bisect import bisect_left
from dataclasses import replace
from math import sqrt

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import LENGTHS, nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import Verdict, judge_rate
from tests.deep.shops import DAYS_BEFORE, Year

_HOURS = (1, 6, 24)
_REMEMBERED = 24.0 * DAYS_BEFORE
_ONE_TROUBLE = 24.0


def false_alarms(year: Year, demand: Demand) -> list[float]:
    """The hours at which something is told that is none, once a day at most."""
    told: list[float] = []
    start = bisect_left(year.failures, year.at(_REMEMBERED))
    for number in range(start, len(year.failures)):
        place = year.failures[number]
        hour = year.hour_of(place)
        if told and hour < told[-1] + _ONE_TROUBLE:
            continue
        looks = [*(_last(year, number, length) for length in LENGTHS), *_windows(year, place, hour)]
        before = _between(year, hour - _REMEMBERED, hour - _ONE_TROUBLE)
        if _may_be_bad(looks, before, demand) and _is_bad(year, looks, before, demand):
            told.append(hour)
    return told


def _is_bad(year: Year, looks: list[Counts], before: Counts, demand: Demand) -> bool:
    per_year = max(looks[-1].total * 365, before.total * 13)
    return judge_rate(nested(looks), before, demand, per_year).verdict is Verdict.BAD


def _may_be_bad(looks: list[Counts], before: Counts, demand: Demand) -> bool:
    """What is no more than 2.5 standard deviations above the usual is never told; to leave it out saves hours."""
    usual = (before.failed + 1) / (before.total + 100) if before.total else 0.0
    return any(
        look.failed >= demand.fewest and look.failed > look.total * usual + 2.5 * sqrt(look.total * usual)
        for look in looks
    )


def _last(year: Year, number: int, length: int) -> Counts:
    place = year.failures[number]
    first = max(0, place + 1 - length)
    return Counts(number + 1 - bisect_left(year.failures, first), place + 1 - first)


def _windows(year: Year, place: int, hour: float) -> list[Counts]:
    starts = [year.at(hour - length) for length in _HOURS]
    return [Counts(year.failed_between(start, place + 1), place + 1 - start) for start in starts]


def _between(year: Year, since: float, until: float) -> Counts:
    start, end = year.at(since), year.at(until)
    return Counts(year.failed_between(start, end), end - start)


def with_limit(demand: Demand, limit: float) -> Demand:
    """What is asked where more than such a share is too much."""
    return replace(demand, limit=limit)
