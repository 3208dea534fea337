"""A slow change that no single day shows: the mean of the last days against the weeks before, weekday by weekday.

All is on a log scale, so that a change is a factor. What is told is both clear of how far the shop's days wander by
themselves and large enough to matter. Small shops wander so much that chance makes a drift of some weeks: after one
that passed, the next has to be clearer. So what is told now depends on what was told before, and past days are
gone through again each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from pawpop_monitoring.analytics.weekly_course import Course, course_of

BASE_DAYS = 35
_MOST_BASE_DAYS = 77
_RECENT_DAYS = 9
"""Those before the last so many are the base: neither is a change of late in it, nor what led up to that."""
_SPANS = {3: 2.8, 5: 2.3, 7: 1.9}
"""Days that are looked at together, and by how many deviations of their mean they have to differ: a jump shows in few
days, a small change in a week."""
_LEAST_CHANGE = 0.12
_LEAST_VALUE = 1e-9
_STANDS, _AGAIN = 0.5, 1.2
"""How clear one has to be that stood the day before, and one after another that passed; 1 otherwise."""
_REMEMBERED_DAYS = 49
FEWEST_DAYS = BASE_DAYS + _RECENT_DAYS


@dataclass(frozen=True, slots=True)
class Drift:
    """`change` is the share by which the last `days` days lie above what they should be."""

    change: float
    days: int


@dataclass(frozen=True, slots=True)
class _Seen:
    drift: Drift
    clearness: float


def drift_of(daily: Sequence[float]) -> Drift | None:
    """More than there should be, of complete days, oldest first, as they stand with the last; None of too few."""
    *_, last = None, *drifts(daily, len(daily) - _REMEMBERED_DAYS)
    return last


def drifts(daily: Sequence[float], first: int = 0) -> Iterator[Drift | None]:
    """The same after each day, from the one after which there were `first` days (or enough of them) to the last."""
    logs = [log(max(value, _LEAST_VALUE)) for value in daily]
    told = -_REMEMBERED_DAYS
    for day in range(max(FEWEST_DAYS, first), len(logs) + 1):
        seen = _seen(logs[:day])
        stands = seen.clearness > _needed(day - told)
        told = day if stands else told
        yield seen.drift if stands else None


def _needed(days_since: int) -> float:
    if days_since > _REMEMBERED_DAYS:
        return 1.0
    return _STANDS if days_since == 1 else _AGAIN


def _seen(logs: Sequence[float]) -> _Seen:
    """The clearest of the spans; 1 is as clear as a first one has to be."""
    length = min(_MOST_BASE_DAYS, (len(logs) - _RECENT_DAYS) // 7 * 7)
    logs = logs[-(length + _RECENT_DAYS) :]
    course = course_of(logs[:length])
    return max((_over(logs, course, days) for days in _SPANS), key=lambda one: one.clearness)


def _over(logs: Sequence[float], course: Course, days: int) -> _Seen:
    places = range(len(logs) - days, len(logs))
    differences = [logs[place] - course.at(place) for place in places]
    change = sum(course.off(place, logs[place]) for place in places) / days
    ahead = (course.length - days) / 2 + _RECENT_DAYS
    needed = max(_LEAST_CHANGE, _SPANS[days] * course.doubt(days, ahead))
    return _Seen(Drift(exp(sum(differences) / days) - 1, days), change / needed)
