"""What days cost at fal.ai, from the sums by hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.period import Period, calendar_day
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.storage.connection import Cursor

_KEPT = timedelta(days=89)

# Sums of whole hours: where a zone's midnight lies within one, that hour counts for the day that it begins in.
_DAILY = """
SELECT (bucket AT TIME ZONE %(zone)s::text)::date AS day, sum(cost)::float8 AS cost
FROM fal_ai_usage_rollup
WHERE minutes = 60 AND requests > 0 AND bucket >= %(start)s AND bucket < %(end)s
GROUP BY 1
"""


def read_daily_costs(cursor: Cursor, day: Period, now: datetime, zone: ZoneInfo) -> DailyCosts | None:
    """The days that are kept before `day`; the first one with requests may be cut off, or begun late: it is left out.

    None of no such day.
    """
    today = day.start.astimezone(zone).date()
    asked = {"start": calendar_day(today - _KEPT, zone).start, "end": day.start, "zone": zone.key}
    costs = {row["day"]: row["cost"] for row in cursor.execute(_DAILY, asked)}
    first = min(costs, default=today)
    before = [costs.get(today - timedelta(days=back), 0.0) for back in range((today - first).days - 1, 0, -1)]
    elapsed = (now - day.start) / (day.end - day.start)
    return DailyCosts(today, min(1.0, elapsed), tuple(before)) if before else None
