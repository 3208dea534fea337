"""What the month will cost, between what and what, and when a limit is reached.

The interval is not derived from a formula: the same forecast is made on each day of the shop's own past, over the same
stretch, and how far it was off then is how far it may be off now. It says itself how often that held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, zip_longest
from math import sqrt

from pawpop_monitoring.analytics.daily_pace import FEWEST_DAYS, LEVEL_DAYS, coming_days
from pawpop_monitoring.analytics.quantiles import quantile

_OUTER = 0.05
"""Of the replayed errors left out at either end: of months that come, four in five lie within the rest."""
_LEAST_ERROR = 0.01
_FEWEST_REPLAYS = 14
_DOUBT = 4.0
"""Months overlap in a past of 90 days, so that there are fewer of them than stretches: how much wider that makes it."""
_UNKNOWN_LOW, _UNKNOWN_HIGH = 0.5, 1.8
"""What remains may be so much less or more, where there is too little past to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentSoFar:
    """Complete days before today, oldest first, and today as far as it is over (`elapsed`, from 0 to 1).

    `month` is what this month cost so far, today included; money in US dollars. `lifts` are by how many times the usual
    today and the days after it are expected to be, as `days` have none of that; without any, all are as usual.
    """

    today: date
    days: Sequence[float]
    elapsed: float
    month: float
    lifts: Sequence[float] = ()

    @property
    def days_left(self) -> int:
        """Days of this month after today."""
        next_month = (self.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return (next_month - self.today).days - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthForecast:
    """What the month costs in the end: `low` and `high` hold in four of five months.

    `hit_rate` is how often such an interval held on the shop's own past, None where that is too short to tell;
    then `is_learning`, and the interval is a wide guess.
    """

    spent: float
    low: float
    median: float
    high: float
    limit_on: date | None
    hit_rate: float | None
    replays: int

    @property
    def is_learning(self) -> bool:
        """Whether the interval is not the shop's own yet."""
        return self.hit_rate is None


def forecast_month(spent: SpentSoFar, limit: float) -> MonthForecast | None:
    """None with fewer than `FEWEST_DAYS` complete days."""
    if len(spent.days) < FEWEST_DAYS:
        return None
    rest = _rest_of_month(spent)
    replayed = replayed_errors(spent.days, max(1, spent.days_left))
    known = len(replayed) >= _FEWEST_REPLAYS
    low, high = _interval(replayed, spent.days_left) if known else (_UNKNOWN_LOW, _UNKNOWN_HIGH)
    remaining = sum(rest)
    return MonthForecast(
        spent=spent.month,
        low=spent.month + remaining * low,
        median=spent.month + remaining,
        high=spent.month + remaining * high,
        limit_on=_reached_on(spent, rest, limit),
        hit_rate=_hit_rate(replayed) if known else None,
        replays=len(replayed),
    )


def projected_month(spent: SpentSoFar, today: float) -> float:
    """The median of the forecast; where there are too few days for one, on at the pace of those that there are.

    `today` is what today cost so far; a first day is taken for a whole one, however little of it is over.
    """
    if len(spent.days) >= FEWEST_DAYS:
        return spent.month + sum(_rest_of_month(spent))
    a_day = (sum(spent.days) + today) / max(1.0, len(spent.days) + spent.elapsed)
    return spent.month + a_day * (1 - spent.elapsed + spent.days_left)


def replayed_errors(days: Sequence[float], ahead: int) -> list[float]:
    """Of each stretch of `ahead` days in the past: what came as a share of what the days before it promised."""
    first = min(LEVEL_DAYS, max(FEWEST_DAYS, len(days) - ahead - LEVEL_DAYS))
    promised = {end: sum(coming_days(days[:end], ahead)) for end in range(first, len(days) - ahead + 1)}
    return [sum(days[end : end + ahead]) / one for end, one in promised.items() if one > 0]


def _rest_of_month(spent: SpentSoFar) -> list[float]:
    """What the rest of today is expected to cost, and each day of the month after it."""
    usual = coming_days(spent.days, 1 + spent.days_left)
    lifted = (one * lift for one, lift in zip_longest(usual, spent.lifts[: len(usual)], fillvalue=1.0))
    today, *coming = lifted
    return [max(0.0, today * (1 - spent.elapsed)), *coming]


def _outer(errors: Sequence[float]) -> tuple[float, float]:
    return quantile(list(errors), _OUTER), quantile(list(errors), 1 - _OUTER)


def _interval(errors: Sequence[float], ahead: int) -> tuple[float, float]:
    """The outer errors, and the further apart the fewer stretches there are that don't overlap."""
    low, high = (max(error, _LEAST_ERROR) for error in _outer(errors))
    wider = sqrt(1 + _DOUBT * ahead / len(errors))
    return min(1.0, low) ** wider, max(1.0, high) ** wider


def _hit_rate(errors: Sequence[float]) -> float:
    """How often an interval held that was made of the other stretches."""
    held = 0
    for place, error in enumerate(errors):
        low, high = _outer([*errors[:place], *errors[place + 1 :]])
        held += low <= error <= high
    return held / len(errors)


def _reached_on(spent: SpentSoFar, rest: Sequence[float], limit: float) -> date | None:
    """The day on which the sum goes beyond `limit`, at this pace; None if this month does not."""
    sums = accumulate(rest, initial=spent.month)
    ahead = next((ahead for ahead, total in enumerate(sums) if total > limit), None)
    return None if ahead is None else spent.today + timedelta(days=max(0, ahead - 1))
