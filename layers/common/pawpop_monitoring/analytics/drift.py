"""A slow change that no single day shows: the mean of the last days against the weeks before, weekday by weekday.

All is on a log scale, so that a change is a factor. Each day counts for three deviations at most: one wild day is no
drift. How far the days wander by themselves, and how fast the shop grows, is learnt from the same weeks; growth is
held for small until they say otherwise. What is told is both clear of that and large enough to matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import NamedTuple

BASE_DAYS = 35
_MOST_BASE_DAYS = 56
_SPANS = {3: 3.3, 5: 2.8, 7: 2.6}
"""Days that are looked at together, and by how many deviations of their mean they have to differ: a jump shows in few
days, a small change in a week."""
_LEAST_CHANGE, _DOUBT_OF_GROWTH = 0.1, 0.01
_USUAL_GROWTH = 0.0015
"""By the day, either way: that of most shops is no more."""
_LEAST_SPREAD = 0.02
_MOST = 3.0
_LEAST_VALUE = 1e-9
_FITTED = 8
"""Seven weekdays and the growth are taken from the same days."""
CALM_DAYS = 7
"""A drift that was told is over after so many days without one."""


@dataclass(frozen=True, slots=True)
class Drift:
    """`change` is the share by which the last `days` days lie above what they should be (below, if negative)."""

    change: float
    days: int


class _Course(NamedTuple):
    """How a shop goes: the mean of each weekday, growth a day around the middle, and how far days wander."""

    usual: Sequence[float]
    growth: float
    spread: float
    length: int

    def at(self, place: int) -> float:
        """What the day at that place should be, counted from the first of the base."""
        return self.usual[place % 7] + self.growth * (place - self.middle(place))

    def doubt(self, days: int) -> float:
        """Deviation of the mean of so many days after the base: their own, the weekdays', and that of the growth."""
        weeks = self.length / 7
        ahead = (self.length + days) / 2
        of_growth = ahead**2 / (_about_middle(self.length) / self.spread**2 + 1 / _USUAL_GROWTH**2)
        return sqrt(self.spread**2 * (1 + 1 / weeks) / days + of_growth)

    def middle(self, place: int) -> float:
        """The middle of all days of the base that are the same weekday."""
        return place % 7 + (self.length - 7) / 2


def drift_of(daily: Sequence[float]) -> Drift | None:
    """Of complete days, oldest first, as they stand with the last of them; None while there is none, or too few."""
    found = (_over(daily, days) for days in _SPANS)
    return max((one for one in found if one), key=lambda one: one.days, default=None)


def _over(daily: Sequence[float], days: int) -> Drift | None:
    length = min(_MOST_BASE_DAYS, (len(daily) - days) // 7 * 7)
    if length < BASE_DAYS:
        return None
    logs = [log(max(value, _LEAST_VALUE)) for value in daily[-(length + days) :]]
    course = _course_of(logs[:length])
    differences = [value - course.at(length + place) for place, value in enumerate(logs[length:])]
    change = sum(_bounded(one, course.spread) for one in differences) / days
    if abs(change) < max(_LEAST_CHANGE, _DOUBT_OF_GROWTH + _SPANS[days] * course.doubt(days)):
        return None
    return Drift(exp(sum(differences) / days) - 1, days)


def _course_of(base: Sequence[float]) -> _Course:
    """What is far off counts as far as three deviations."""
    first = _fitted(base, _spread(base, _Course(_weekdays(base), 0.0, 1.0, len(base))))
    kept = [first.at(place) + _bounded(value - first.at(place), first.spread) for place, value in enumerate(base)]
    return _fitted(kept, first.spread)


def _fitted(base: Sequence[float], spread: float) -> _Course:
    level = _Course(_weekdays(base), 0.0, spread, len(base))
    weeks = range(len(base))
    rise = sum((place - level.middle(place)) * (base[place] - level.at(place)) for place in weeks)
    grown = level._replace(growth=rise / (_about_middle(len(base)) + (spread / _USUAL_GROWTH) ** 2))
    return grown._replace(spread=_spread(base, grown))


def _about_middle(length: int) -> float:
    """Sum of the squared distances of days from the middle one of their weekday."""
    weeks = length // 7
    return 7 * 49 * (weeks**2 - 1) * weeks / 12


def _weekdays(base: Sequence[float]) -> list[float]:
    return [sum(base[place::7]) / len(base[place::7]) for place in range(7)]


def _bounded(difference: float, spread: float) -> float:
    return max(-_MOST * spread, min(_MOST * spread, difference))


def _spread(base: Sequence[float], course: _Course) -> float:
    squares = sum((value - course.at(place)) ** 2 for place, value in enumerate(base))
    return max(_LEAST_SPREAD, sqrt(squares / (len(base) - _FITTED)))
