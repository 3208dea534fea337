"""When something that fills up is full: a disk, the connections, the transaction ids."""

from collections.abc import Sequence
from dataclasses import dataclass

from pawpop_monitoring.analytics.trend import slope_of

FEWEST_DAYS = 14
_FARTHEST_DAYS = 3650.0
"""What would be full in ten years is not filling up."""


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """Days until it is full at the pace of late, at the soonest and the latest; None: it does not fill up so fast."""

    soonest: float | None
    likely: float | None
    latest: float | None


def days_left(daily: Sequence[tuple[float, float]], full: float) -> DaysLeft | None:
    """`daily` are (day, size) in any unit, oldest first; `full` is the size that ends it.

    None while there are fewer than `FEWEST_DAYS`, or nothing to compare: then nobody knows.
    """
    slope = slope_of(daily) if len(daily) >= FEWEST_DAYS else None
    if slope is None:
        return None
    free = max(0.0, full - daily[-1][1])
    return DaysLeft(_until(free, slope.high), _until(free, slope.median), _until(free, slope.low))


def _until(free: float, a_day: float) -> float | None:
    if free <= 0:
        return 0.0
    if a_day <= 0 or free / a_day > _FARTHEST_DAYS:
        return None
    return free / a_day
