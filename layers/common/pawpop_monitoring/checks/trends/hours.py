"""Goes through a series by hour, in the shop's own time, and says whether its end is unusual, and since when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.hourly_counts import HourlyCounts, Unusual
from pawpop_monitoring.domain.readings.trends import CountedHours

_HOUR = timedelta(hours=1)

type Known = Callable[[datetime], bool]
"""Whether people said beforehand that an hour will be odd: a sale, a silence."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the last full hours are, and since when they are so; `hours` of past are known.

    `pace` is how many times as much as usual came lately.
    """

    hours: int
    is_learning: bool
    unusual: Unusual | None = None
    since: datetime | None = None
    pace: float = 0.0


def look_through(counted: CountedHours, values: Sequence[int], zone: ZoneInfo, known: Known) -> Looked:
    """`values` are one for each of its hours."""
    watch = HourlyCounts()
    unusual: Unusual | None = None
    since: datetime | None = None
    for place, value in enumerate(values):
        began, before = counted.first + place * _HOUR, unusual
        odd = place in counted.blind or known(began)
        unusual = watch.look(began.astimezone(zone), value, known=odd)
        if unusual is not None and (before is None or before.direction is not unusual.direction):
            since = began
    return Looked(len(values), watch.is_learning, unusual, since if unusual else None, watch.pace)
