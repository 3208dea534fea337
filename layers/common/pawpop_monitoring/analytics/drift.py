"""A slow change that no single day shows: the mean of the last days against the weeks before, weekday by weekday.

All is on a log scale, so that a change is a factor. Each day counts for three deviations at most: one wild day is no
drift. How far the days wander by themselves is learnt from the same weeks, and what a growing shop gains meanwhile is
let pass. What is told is therefore both clear of chance and large enough to matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

BASE_DAYS = 35
_SPANS = {3: 3.0, 5: 2.3, 7: 2.3}
"""Days that are looked at together, and by how many deviations of their mean they have to differ: a jump shows in few
days, a small change in a week."""
_LEAST_CHANGE, _GROWTH = 0.12, 0.03
_LEAST_SPREAD = 0.02
_MOST = 3.0
_LEAST_VALUE = 1e-9


@dataclass(frozen=True, slots=True)
class Drift:
    """`change` is the share by which the last `days` days lie above those before (below, if negative)."""

    change: float
    days: int


def drift_of(daily: Sequence[float]) -> Drift | None:
    """Of complete days, oldest first, as they stand with the last of them; None while there is none, or too few."""
    found = (_over(daily, days) for days in _SPANS)
    return max((one for one in found if one), key=lambda one: one.days, default=None)


def _over(daily: Sequence[float], days: int) -> Drift | None:
    if len(daily) < BASE_DAYS + days:
        return None
    logs = [log(max(value, _LEAST_VALUE)) for value in daily[-(BASE_DAYS + days) :]]
    usual, spread = _usual_week(logs[:BASE_DAYS])
    differences = [value - usual[place % 7] for place, value in enumerate(logs[BASE_DAYS:])]
    change = sum(_bounded(one, spread) for one in differences) / days
    doubt = spread * sqrt(1 / days + 7 / BASE_DAYS)
    if abs(change) < max(_LEAST_CHANGE, _GROWTH + _SPANS[days] * doubt):
        return None
    return Drift(exp(sum(differences) / days) - 1, days)


def _usual_week(base: Sequence[float]) -> tuple[list[float], float]:
    """The mean of each weekday, and the spread around it; what is far off counts as far as three deviations."""
    usual = [_mean(base[place::7]) for place in range(7)]
    spread = _spread(base, usual)
    kept = [usual[place % 7] + _bounded(value - usual[place % 7], spread) for place, value in enumerate(base)]
    usual = [_mean(kept[place::7]) for place in range(7)]
    return usual, _spread(kept, usual)


def _bounded(difference: float, spread: float) -> float:
    return max(-_MOST * spread, min(_MOST * spread, difference))


def _spread(base: Sequence[float], usual: Sequence[float]) -> float:
    squares = sum((value - usual[place % 7]) ** 2 for place, value in enumerate(base))
    return max(_LEAST_SPREAD, sqrt(squares / (len(base) - 7)))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
