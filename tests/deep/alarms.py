"""How often the judge of rates would call in a played year. It is asked when a failure comes, as only then it may.

What a year of a large shop holds is some hundred thousand failures, nearly all of which follow on the one before as
they usually do. So it is looked first whether any look back could be too much by itself, which is a comparison with the
most that so many failures may lie apart; the judge decides on those alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.norm import Demand, Usual
from pawpop_monitoring.analytics.rates import Verdict, is_too_much, judge_rate
from tests.deep.shops import DAYS, DAYS_BEFORE, Year

_NUMBERS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 23, 30, 40, 55, 75, 100, 140, 200)
"""Of failures; one in between may lie as far apart as the next larger one."""
_HOURS = (1, 6, 24)
_REMEMBERED = 24.0 * DAYS_BEFORE
_ONE_TROUBLE = 24.0
_LATEST = 200
_FARTHEST = 200


@dataclass
class Thresholds:
    """The most that so many failures may lie apart and still be too much, by number of failures; kept up by the day."""

    demand: Demand
    apart: dict[int, int]

    def move(self, usual: Usual) -> None:
        """To what is usual now: mostly it is where it was, or close by."""
        for number in _NUMBERS:
            if number >= self.demand.fewest:
                self.apart[number] = self._moved(number, usual)

    def _moved(self, number: int, usual: Usual) -> int:
        low = high = self.apart.get(number, number)
        step = 1
        while high <= _FARTHEST and self._is_too_much(number, high, usual):
            low, high, step = high, high + step, step * 2
        step = 1
        while low >= number and not self._is_too_much(number, low, usual):
            low, high, step = low - step, low, step * 2
        low = max(low, number - 1)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._is_too_much(number, middle, usual) else (low, middle)
        return low

    def _is_too_much(self, number: int, apart: int, usual: Usual) -> bool:
        return is_too_much(Counts(number, apart), usual, self.demand) is not None


def false_alarms(year: Year, demand: Demand) -> list[float]:
    """The hours at which something is told that is none, once a day at most."""
    told: list[float] = []
    for number in _candidates(year, demand):
        place = year.failures[number]
        hour = year.hour_of(place)
        if not (told and hour < told[-1] + _ONE_TROUBLE) and _is_bad(year, place, hour, demand):
            told.append(hour)
    return told


def _candidates(year: Year, demand: Demand) -> Iterator[int]:
    """The numbers of the failures at which some look back may be too much."""
    thresholds = Thresholds(demand, {})
    for day in range(DAYS_BEFORE, DAYS_BEFORE + DAYS):
        usual = _usual(year, 24.0 * day, demand)
        thresholds.move(usual)
        least = max(demand.limit or 0.0, demand.least) if demand.limit is not None else demand.ratio * usual.share
        first, end = (bisect_left(year.failures, year.first[24 * one]) for one in (day, day + 1))
        apart = list(_filled_in(thresholds.apart))
        for number in range(first, end):
            place = year.failures[number]
            if any(
                number + 1 >= many and place - year.failures[number + 1 - many] < most + _margin(most)
                for many, most in apart
            ) or _may_be_too_much(year, place, demand, least):
                yield number


def _filled_in(apart: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    for many, more in pairwise([min(apart) - 1, *sorted(apart)]):
        yield from ((number, apart[more]) for number in range(many + 1, more + 1))


def _margin(most: int) -> int:
    """What is usual changes within a day, a little."""
    return 1 + most // 10 if most else 0


def _may_be_too_much(year: Year, place: int, demand: Demand, least: float) -> bool:
    return any(
        look.failed >= demand.fewest and look.failed > 0.9 * least * look.total for look in _windows(year, place)
    )


def _usual(year: Year, hour: float, demand: Demand) -> Usual:
    before = _between(year, hour - _REMEMBERED, hour - _ONE_TROUBLE)
    return Usual.of(before, demand, _per_year(year, hour, before))


def _is_bad(year: Year, place: int, hour: float, demand: Demand) -> bool:
    before = _between(year, hour - _REMEMBERED, hour - _ONE_TROUBLE)
    start = max(0, place + 1 - _LATEST)
    failed = year.failures[bisect_left(year.failures, start) : bisect_left(year.failures, place + 1)]
    latest = [False] * (place + 1 - start)
    for one in failed:
        latest[place - one] = True
    looks, per_year = looks_back(latest, _windows(year, place)), _per_year(year, hour, before)
    usual = Usual.of(before, demand, per_year)
    if all(is_too_much(look, usual, demand) is None for look in looks):
        return False
    return judge_rate(looks, before, demand, per_year).verdict is Verdict.BAD


def _per_year(year: Year, hour: float, before: Counts) -> float:
    return max((year.at(hour) - year.at(hour - 24)) * 365, before.total * 13)


def _windows(year: Year, place: int) -> list[Counts]:
    hour = year.hour_of(place)
    starts = [year.at(hour - length) for length in _HOURS]
    return [Counts(year.failed_between(start, place + 1), place + 1 - start) for start in starts]


def _between(year: Year, since: float, until: float) -> Counts:
    start, end = year.at(since), year.at(until)
    return Counts(year.failed_between(start, end), end - start)
