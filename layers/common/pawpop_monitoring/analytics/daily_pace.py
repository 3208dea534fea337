"""What the coming days will bring: the level of the last weeks, in the shape of a week.

A week has one day of each kind, and four weeks tell little of each: so the shape is drawn towards an even one. Days
that are far beyond the others (a runaway loop) count as far as the next ones do, for they don't come again.
"""

from collections.abc import Sequence

from pawpop_monitoring.analytics.quantiles import median

LEVEL_DAYS = 28
FEWEST_DAYS = 14
_TO_EVEN = 1.0
_FAR_BEYOND = 2.5
_FORGETTING = 0.95
"""By the day: half of the weight lies on the last two weeks."""


def coming_days(values: Sequence[float], number: int) -> list[float]:
    """The next `number` days after `values`, which are complete days, oldest first, `FEWEST_DAYS` at least."""
    recent = _without_runaways(values[-LEVEL_DAYS:])
    shape = _shape_of_week(recent)
    offset = len(recent)
    level = _level([value / shape[place % 7] for place, value in enumerate(recent)])
    return [level * shape[(offset + ahead) % 7] for ahead in range(number)]


def _without_runaways(recent: Sequence[float]) -> list[float]:
    """A shop that lives on its weekends has four times as much then: so a day is seen beside its own weekdays too."""
    usual = median(list(recent))
    most = [_FAR_BEYOND * max(usual, median(list(recent[place::7]))) for place in range(7)]
    return [min(value, most[place % 7]) if most[place % 7] > 0 else value for place, value in enumerate(recent)]


def _shape_of_week(recent: Sequence[float]) -> list[float]:
    """Of each place in the week, counted from the first of `recent`; their mean is 1."""
    mean = sum(recent) / len(recent)
    if mean <= 0:
        return [1.0] * 7
    days = [[value / mean for value in recent[place::7]] for place in range(7)]
    drawn = [(sum(ratios) + _TO_EVEN) / (len(ratios) + _TO_EVEN) for ratios in days]
    return [7 * one / sum(drawn) for one in drawn]


def _level(evened: Sequence[float]) -> float:
    weights = [_FORGETTING ** (len(evened) - 1 - place) for place in range(len(evened))]
    return sum(weight * value for weight, value in zip(weights, evened, strict=True)) / sum(weights)
