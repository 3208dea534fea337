"""Whether an objective's error budget burns so fast that somebody has to act: on a long and a short window.

The windows and factors are those of the SRE workbook, for a period of 30 days. They are made for busy services: at
twenty requests an hour and an objective of 99 % one failure alone is five times too fast. So there have to be some
failures in each window, and chance must not explain them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from pawpop_monitoring.analytics.chance import binomial_at_least
from pawpop_monitoring.analytics.counts import Counts

_FEWEST_SHORT, _FEWEST_LONG = 3, 5
_CHANCE = 0.0001
"""That so many failed while the objective is kept."""


class Urgency(Enum):
    """How soon somebody has to look: at once, or one of these days."""

    PAGE = "page"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Speed:
    """A budget that burns `factor` times too fast, in the `long` window and still in the `short` one."""

    factor: float
    long: timedelta
    short: timedelta
    urgency: Urgency


SPEEDS: Sequence[Speed] = (
    Speed(14.4, timedelta(hours=1), timedelta(minutes=5), Urgency.PAGE),
    Speed(6.0, timedelta(hours=6), timedelta(minutes=30), Urgency.PAGE),
    Speed(1.0, timedelta(days=3), timedelta(hours=6), Urgency.TICKET),
)
"""Fastest first: 2 % of a month's budget in an hour, 5 % in six, 10 % in three days."""


@dataclass(frozen=True, slots=True)
class Burning:
    """At which speed, and how many times too fast it burned in the long window."""

    speed: Speed
    times: float
    seen: Counts


def burning(windows: Mapping[timedelta, Counts], objective: float) -> Burning | None:
    """The fastest speed that both windows show; `objective` is a share below 1 that has to go well.

    A window that is missing, or whose counts make no sense, says nothing.
    """
    budget = 1 - objective
    found = (_at(speed, windows, budget) for speed in SPEEDS)
    return next((one for one in found if one is not None), None)


def _at(speed: Speed, windows: Mapping[timedelta, Counts], budget: float) -> Burning | None:
    long, short = windows.get(speed.long), windows.get(speed.short)
    if long is None or short is None:
        return None
    if not _exceeds(long, _FEWEST_LONG, speed.factor * budget) or not _exceeds(
        short, _FEWEST_SHORT, speed.factor * budget
    ):
        return None
    if binomial_at_least(long.failed, long.total, budget) >= _CHANCE:
        return None
    return Burning(speed, long.share / budget, long)


def _exceeds(seen: Counts, fewest: int, share: float) -> bool:
    return seen.make_sense and seen.failed >= fewest and seen.share > share


def budget_left(seen: Counts, objective: float) -> float | None:
    """What is left of a period's error budget, as a share; below 0 where it is overdrawn, None of nothing."""
    if not seen.make_sense or not seen.total:
        return None
    return 1 - seen.share / (1 - objective)
