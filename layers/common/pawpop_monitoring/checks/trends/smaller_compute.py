"""Whether Supabase's compute is larger than four weeks needed, by what its own checks saw of it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from pawpop_monitoring.contracts.insights_response import RecommendationView
from pawpop_monitoring.domain.readings.trends import DayFigure, Figure, TrendReading
from pawpop_monitoring.domain.service import SUPABASE

MOST, USED = (SUPABASE, "maxConnections"), (SUPABASE, "usedConnections")
MEMORY, CACHE_HITS, LOAD = (SUPABASE, "memoryUsedPercent"), (SUPABASE, "cacheHitPercent"), (SUPABASE, "load1")
BY_DAY: Sequence[Figure] = (MOST, USED, MEMORY, CACHE_HITS)
BY_HOUR: Sequence[Figure] = (LOAD,)

_SIZES = ((60, "Micro"), (90, "Small"), (120, "Medium"), (160, "Large"), (240, "XL"), (380, "2XL"), (480, "4XL"))
"""By the connections that Supabase lets each have."""
_DAYS, _FEWEST_DAYS, _FEWEST_HOURS = 28, 25, 560
_OFTEN = 0.95
_MOST_LOAD = 0.4
"""A fifth of two processors, which no size has fewer of; nor that is confirmed."""
_MOST_MEMORY = 40.0
"""Percent: of half of the memory, which a size less is taken to have, it would be 80."""
_MOST_CONNECTIONS, _FEWEST_HITS = 0.5, 99.0


def smaller_compute(reading: TrendReading) -> Iterator[RecommendationView]:
    """A size less, if all that is seen of the server has room in it; nothing where any of that is not seen."""
    most, used, memory, hits = (reading.figures.get(figure, ())[-_DAYS:] for figure in BY_DAY)
    load = sorted(hour.mean for hour in reading.hours.get(LOAD, ())[-_DAYS * 24 :])
    if min(map(len, (most, used, memory, hits))) < _FEWEST_DAYS or len(load) < _FEWEST_HOURS:
        return
    often = load[ceil(_OFTEN * len(load)) - 1]
    is_idle = often <= _MOST_LOAD and _high(memory) <= _MOST_MEMORY and _low_mean(hits) >= _FEWEST_HITS
    for (less, smaller), (now, size) in pairwise(_SIZES):
        if is_idle and {day.high for day in most} == {now} and _high(used) <= _MOST_CONNECTIONS * less:
            yield _advice(size, smaller, often, _high(memory), f"{_high(used):.0f} of {now}")


def _advice(size: str, smaller: str, load: float, memory: float, connections: str) -> RecommendationView:
    return RecommendationView(
        title=f"Try Supabase's compute {smaller} in place of {size}",
        evidence=f"In four weeks at most {memory:.0f} % of its memory and {connections} connections were used, and in"
        f" 19 of 20 hours its load was {load:.2f} at most (at 1, one processor is busy all the time). What {smaller}"
        " costs stands in Supabase's dashboard, under Compute and Disk; it is not read from there.",
        saves_usd_a_month=None,
        undo=f"choose {size} there again; each change restarts the database.",
    )


def _high(days: Sequence[DayFigure]) -> float:
    return max(day.high for day in days)


def _low_mean(days: Sequence[DayFigure]) -> float:
    return sorted(day.mean for day in days)[len(days) // 10]
