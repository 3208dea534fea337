"""A slow change that no single day shows: the mean of the last days against the weeks before, weekday by weekday.

All is on a log scale, so that a change is a factor. What is told is clear of how far the shop's days wander by
themselves, large enough to matter, and there without the largest of its days as well: a sale of two days is no drift.

Small shops wander so much that chance makes a drift now and then: after one that passed, the next has to be clearer
for a quarter. So what is told now depends on what was told before: as past days, gone through again, tell it, and as
it was noted then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from pawpop_monitoring.analytics.weekly_course import Course, course_of

BASE_DAYS = 35
_MOST_BASE_DAYS = 77
_RECENT_DAYS = 9
"""Those before the last so many are the base: neither is a change of late in it, nor what led up to that."""
_WEEK = 7
_SPANS = {3: 2.8, 5: 2.3, _WEEK: 1.9}
"""Days that are looked at together, and by how many deviations of their mean they have to differ: a jump shows in few
days, a small change in a week."""
_LEAST_CHANGE = 0.12
_LEAST_VALUE = 1e-9
_WITHOUT_LARGEST = 0.8
"""So much of what is needed has to be there without the largest day, whose absence alone lowers the mean a little."""
_STANDS, _AGAIN = 0.5, 1.4
"""How clear one has to be that stood within the calm days, and one after another that passed; 1 otherwise."""
_CALM_DAYS, QUARTER_DAYS = 7, 91
"""An alert is over after so many days without it; then it counts as passed, for a quarter."""
_REMEMBERED_DAYS = 49
_SURELY = 2.0
"""Deviations by which a change has to be larger than what is needed, so that 19 of 20 are told."""
FEWEST_DAYS = BASE_DAYS + _RECENT_DAYS


@dataclass(frozen=True, slots=True)
class Drift:
    """`change` is the share by which the last `days` days lie above what they should be.

    `wild` are those of them that were left out, counted from the last, which is 0.
    """

    change: float
    days: int
    wild: frozenset[int] = frozenset()

    def counted(self, daily: Sequence[float]) -> Sequence[float]:
        """Those of the last days that it is of."""
        recent = daily[-self.days :]
        return [value for place, value in enumerate(recent) if len(recent) - 1 - place not in self.wild]


class _Look(NamedTuple):
    """At one span; 1 is as clear as a first one has to be, as large, and as much of that without the largest day."""

    drift: Drift
    clear: float
    large: float
    held: float

    def stands(self, needed: float) -> bool:
        """Whether it is told, or goes on."""
        if needed < 1:
            return min(self.clear, self.large) > needed
        return self.clear > needed and self.large > 1 and self.held > _WITHOUT_LARGEST


def drift_of(daily: Sequence[float], days_since: int | None = None) -> Drift | None:
    """More than there should be, of complete days, oldest first, as they stand with the last; None of too few.

    `days_since` is how long ago one stood last, if that was noted.
    """
    *_, last = None, *drifts(daily, len(daily) - _REMEMBERED_DAYS, days_since)
    return last


def drifts(daily: Sequence[float], first: int = 0, days_since: int | None = None) -> Iterator[Drift | None]:
    """The same after each day, from the one after which there were `first` days (or enough of them) to the last."""
    logs = _logs(daily)
    stood = None
    for day in range(max(FEWEST_DAYS, first), len(logs) + 1):
        noted = len(logs) - days_since if day == len(logs) and days_since is not None else None
        before = [day - each for each in (stood, noted) if each is not None]
        seen = _seen(logs[:day], _needed(min(before, default=None)))
        stood = day if seen else stood
        yield seen


def smallest_told(daily: Sequence[float], days_since: int | None = None) -> float | None:
    """The share by which days have to rise, and stay so, to be told within a week in 19 of 20 cases; None of too few.

    It is what the shop's own noise leaves to be told.
    """
    if len(daily) < FEWEST_DAYS:
        return None
    _, course = _course(_logs(daily))
    doubt = _doubt(course, _WEEK)
    needed = _anew(days_since)
    return exp(max(_LEAST_CHANGE, needed * _SPANS[_WEEK] * doubt) + _SURELY * doubt) - 1


def _needed(days_since: int | None) -> float:
    return _STANDS if days_since is not None and days_since <= _CALM_DAYS else _anew(days_since)


def _anew(days_since: int | None) -> float:
    """Once the last one is over."""
    return 1.0 if days_since is None or days_since > QUARTER_DAYS else _AGAIN


def _logs(daily: Sequence[float]) -> list[float]:
    return [log(max(value, _LEAST_VALUE)) for value in daily]


def _seen(logs: Sequence[float], needed: float) -> Drift | None:
    """The clearest of those that stand."""
    logs, course = _course(logs)
    looks = [look for look in (_over(logs, course, days) for days in _SPANS) if look.stands(needed)]
    return max(looks, key=lambda look: min(look.clear, look.large)).drift if looks else None


def _course(logs: Sequence[float]) -> tuple[Sequence[float], Course]:
    """The days that count, and how those but for the recent ones went."""
    length = min(_MOST_BASE_DAYS, (len(logs) - _RECENT_DAYS) // _WEEK * _WEEK)
    logs = logs[-(length + _RECENT_DAYS) :]
    return logs, course_of(logs[:length])


def _over(logs: Sequence[float], course: Course, days: int) -> _Look:
    """Days that are wild beside the others are left out; of others the largest is only asked after."""
    places = sorted(range(len(logs) - days, len(logs)), key=lambda place: logs[place] - course.at(place))
    counted = _without_wild(logs, course, places)
    off = [course.off(place, logs[place]) for place in counted]
    mean, by_chance = sum(off) / len(off), _SPANS[days] * _doubt(course, len(off))
    without = mean if len(off) < days else sum(off[:-1]) / (days - 1)
    wild = frozenset(len(logs) - 1 - place for place in places[len(counted) :])
    return _Look(
        Drift(exp(_change(logs, course, counted)) - 1, days, wild),
        clear=mean / by_chance,
        large=mean / _LEAST_CHANGE,
        held=without / max(by_chance, _LEAST_CHANGE),
    )


def _without_wild(logs: Sequence[float], course: Course, places: Sequence[int]) -> Sequence[int]:
    """`places` have the largest day last. However many stand out: two sales within a week leave few others."""
    while len(places) > 1:
        *others, largest = places
        middle = others[(len(others) - 1) // 2]
        usual = min(_change(logs, course, others), logs[middle] - course.at(middle))
        if logs[largest] - course.at(largest) - usual <= course.wild:
            break
        places = others
    return places


def _change(logs: Sequence[float], course: Course, places: Sequence[int]) -> float:
    return sum(logs[place] - course.at(place) for place in places) / len(places)


def _doubt(course: Course, days: int) -> float:
    return course.doubt(days, ahead=(course.length - days) / 2 + _RECENT_DAYS)
