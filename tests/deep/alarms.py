"""How often the judge of rates would call in a played year. It is asked when a failure comes, as only then it may.

What a year of a large shop holds is some hundred thousand failures, nearly all of which follow on the one before as
they usually do. So it is looked first whether any look back could be too much by itself, which is a comparison with the
most that so many failures may lie apart; the judge decides on those alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.norm import Demand, Usual
from pawpop_monitoring.analytics.rates import Verdict, is_too_much, judge_rate
from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from tests.deep.shops import DAYS, DAYS_BEFORE, Year

_NUMBERS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 23, 30, 40, 55, 75, 100, 140, 200)
"""Of failures; one in between may lie as far apart as the next larger one."""
_FIVE_MINUTES, _HOUR = 1 / 12, timedelta(hours=1)
STRETCHES = (*(length / _HOUR for length in LOOKED_BACK), 24.0)
"""Of which there are sums, in hours."""
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


@dataclass(frozen=True)
class Watch:
    """What is asked of the rate of a shop in a year, with sums of `stretches` up to now."""

    year: Year
    demand: Demand
    stretches: Sequence[float] = STRETCHES

    def false_alarms(self) -> list[float]:
        """The hours at which something is told that is none, once a day at most."""
        told: list[float] = []
        for number in self._candidates():
            hour = self.year.hour_of(self.year.failures[number])
            if not (told and hour < told[-1] + _ONE_TROUBLE) and self._is_bad(number, hour):
                told.append(hour)
        return told

    def _candidates(self) -> Iterator[int]:
        """The numbers of the failures at which some look back may be too much."""
        year, thresholds = self.year, Thresholds(self.demand, {})
        for day in range(DAYS_BEFORE, DAYS_BEFORE + DAYS):
            usual = self._usual(24.0 * day)
            thresholds.move(usual)
            least = self._least(usual)
            first, end = (bisect_left(year.failures, year.first[24 * one]) for one in (day, day + 1))
            apart = list(_steps(thresholds.apart))
            for number in range(first, end):
                place = year.failures[number]
                if any(
                    number + 1 >= many and place - year.failures[number + 1 - many] < most for many, most in apart
                ) or self._may_be_too_much(number, least):
                    yield number

    def _least(self, usual: Usual) -> float:
        """A share below which nothing is too much."""
        if self.demand.limit is None:
            return self.demand.ratio * usual.share
        return max(self.demand.limit, self.demand.least)

    def _may_be_too_much(self, number: int, least: float) -> bool:
        fewest = self.demand.fewest
        return any(look.failed >= fewest and look.failed > 0.9 * least * look.total for look in self._sums(number))

    def _is_bad(self, number: int, hour: float) -> bool:
        year, place = self.year, self.year.failures[number]
        before, per_year = self._before(hour)
        start = max(0, place + 1 - _LATEST)
        latest = [False] * (place + 1 - start)
        for one in year.failures[bisect_left(year.failures, start) : number + 1]:
            latest[place - one] = True
        looks = looks_back(latest, self._sums(number))
        usual = Usual.of(before, self.demand, per_year)
        if all(is_too_much(look, usual, self.demand) is None for look in looks):
            return False
        return judge_rate(looks, before, self.demand, per_year).verdict is Verdict.BAD

    def _usual(self, hour: float) -> Usual:
        before, per_year = self._before(hour)
        return Usual.of(before, self.demand, per_year)

    def _before(self, hour: float) -> tuple[Counts, float]:
        """Of the weeks before the last day, and how many come in a year."""
        start, end = self.year.at(hour - _REMEMBERED), self.year.at(hour - _ONE_TROUBLE)
        before = Counts(self.year.failed_between(start, end), end - start)
        return before, max((self.year.at(hour) - end) * 365, before.total * 13)

    def _sums(self, number: int) -> list[Counts]:
        """Up to a failure; they begin at a full five minutes."""
        year, place = self.year, self.year.failures[number]
        hour = year.hour_of(place)
        starts = [year.at((hour - length) // _FIVE_MINUTES * _FIVE_MINUTES) for length in self.stretches]
        return [Counts(number + 1 - bisect_left(year.failures, start), place + 1 - start) for start in starts]


def _steps(apart: dict[int, int]) -> Iterator[tuple[int, int]]:
    """How far so many failures may lie apart at most: as far as the next larger number, and a little more, since what
    is usual changes within a day. Of those between two numbers the smallest does, which is in each of the others.
    """
    for many, more in pairwise([min(apart) - 1, *sorted(apart)]):
        most = apart[more]
        yield many + 1, most + (1 + most // 10 if most else 0)
