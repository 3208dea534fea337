"""How a shop's days go: each weekday's usual value, growth, and how far days wander; on a log scale, by least squares.

What is far off counts as far as three deviations, so that one wild day bends nothing. Growth is held for small until
the days say otherwise.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from pawpop_monitoring.analytics.quantiles import median

_USUAL_GROWTH = 0.0015
"""By the day, either way: that of most shops is no more."""
_LEAST_SPREAD = 0.02
_MOST, _MOST_OF_CALM = 3.0, 0.25
_OF_MEDIAN = 1.4826
"""So many times the median distance is the deviation, where days are normally spread."""
_FITTED = 8
"""Seven weekdays and the growth are taken from the same days."""


class Course(NamedTuple):
    """The mean of each weekday, growth a day around the middle, and how far days wander; of `length` whole weeks.

    `wild` is how far only wild days are off, wild ones among the learned ones left aside.
    """

    usual: Sequence[float]
    growth: float
    spread: float
    length: int
    wild: float = 0.0

    def at(self, place: int) -> float:
        """What the day at that place should be, counted from the first."""
        return self.usual[place % 7] + self.growth * (place - self._middle(place))

    def off(self, place: int, value: float) -> float:
        """By how much `value` is above that, and no more than `most` either way."""
        return max(-self.most, min(self.most, value - self.at(place)))

    @property
    def most(self) -> float:
        """What is further off is wild: three deviations.

        Or a quarter if that is more: of a shop that hardly wanders, three deviations are less than what is looked for.
        """
        return max(_MOST * self.spread, _MOST_OF_CALM)

    def doubt(self, days: int, ahead: float) -> float:
        """Deviation of the mean of so many days whose middle lies `ahead` of the middle of all.

        It is their own, the weekdays', and that of the growth.
        """
        of_growth = ahead**2 / (_about_middle(self.length) / self.spread**2 + 1 / _USUAL_GROWTH**2)
        return sqrt(self.spread**2 * (1 + 7 / self.length) / days + of_growth)

    def _middle(self, place: int) -> float:
        """The middle of all days that are the same weekday."""
        return place % 7 + (self.length - 7) / 2


def course_of(days: Sequence[float]) -> Course:
    """Of logs of whole weeks, oldest first, at least three of them."""
    first = _fitted(days, _spread(days, Course(_weekdays(days), 0.0, 1.0, len(days))))
    course = _fitted([first.at(place) + first.off(place, value) for place, value in enumerate(days)], first.spread)
    typical = median([abs(value - course.at(place)) for place, value in enumerate(days)])
    return course._replace(wild=max(_MOST * _OF_MEDIAN * typical, _MOST_OF_CALM))


def _fitted(days: Sequence[float], spread: float) -> Course:
    level = Course(_weekdays(days), 0.0, spread, len(days))
    middle = (len(days) - 7) / 2
    rise = sum((place // 7 * 7 - middle) * (value - level.at(place)) for place, value in enumerate(days))
    grown = level._replace(growth=rise / (_about_middle(len(days)) + (spread / _USUAL_GROWTH) ** 2))
    return grown._replace(spread=_spread(days, grown))


def _about_middle(length: int) -> float:
    """Sum of the squared distances of days from the middle one of their weekday."""
    weeks = length // 7
    return 7 * 49 * (weeks**2 - 1) * weeks / 12


def _weekdays(days: Sequence[float]) -> list[float]:
    return [sum(days[place::7]) / len(days[place::7]) for place in range(7)]


def _spread(days: Sequence[float], course: Course) -> float:
    squares = sum((value - course.at(place)) ** 2 for place, value in enumerate(days))
    return max(_LEAST_SPREAD, sqrt(squares / (len(days) - _FITTED)))
