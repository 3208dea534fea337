"""Counts by hour of the last weeks, from the sums: what hours usually have, and what they had lately."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.domain.readings.trends import CountedHours
from pawpop_monitoring.storage.connection import Cursor

WEEKS = 9
_HOUR = timedelta(hours=1)

_USAGE = """
SELECT bucket AS hour, sum(requests)::bigint AS calls, sum(failed - refused)::bigint AS failed,
  sum(cost)::float8 AS cost
FROM fal_ai_usage_rollup
WHERE minutes = 60 AND bucket >= %(since)s AND bucket < %(until)s
GROUP BY 1 HAVING sum(requests) > 0
"""

_EVENTS = """
SELECT bucket AS hour, sum(events)::bigint AS calls, sum(failed)::bigint AS failed, 0::float8 AS cost
FROM stripe_webhook_events_rollup
WHERE minutes = 60 AND NOT test AND bucket >= %(since)s AND bucket < %(until)s
GROUP BY 1 HAVING sum(events) > 0
"""

_PAYMENTS = """
SELECT bucket AS hour, sum(payments)::bigint AS calls, 0::bigint AS failed, 0::float8 AS cost
FROM stripe_payments_rollup
WHERE minutes = 60 AND succeeded AND NOT test AND NOT connected AND bucket >= %(since)s AND bucket < %(until)s
GROUP BY 1 HAVING sum(payments) > 0
"""

_WATCHED = """
SELECT hour FROM system_health_hours
WHERE service = %(service)s AND name = 'checks' AND hour >= %(since)s AND hour < %(until)s
"""


def read_usage_hours(cursor: Cursor, now: datetime) -> CountedHours | None:
    """Calls to fal.ai, those that failed without being refused for their content, and their costs."""
    return _read(cursor, _USAGE, "fal-ai", now)


def read_event_hours(cursor: Cursor, now: datetime) -> CountedHours | None:
    """Events of Stripe's live mode."""
    return _read(cursor, _EVENTS, "stripe", now)


def read_payment_hours(cursor: Cursor, now: datetime) -> CountedHours | None:
    """Payments of the shop's own account that succeeded."""
    return _read(cursor, _PAYMENTS, "stripe", now)


def _read(cursor: Cursor, query: str, service: str, now: datetime) -> CountedHours | None:
    """None of nothing."""
    until = now.replace(minute=0, second=0, microsecond=0)
    asked = {"since": until - timedelta(weeks=WEEKS), "until": until, "service": service}
    rows = {row["hour"]: row for row in cursor.execute(query.encode(), asked)}
    if not rows:
        return None
    watched = {row["hour"] for row in cursor.execute(_WATCHED, asked)}
    first = min(rows)
    hours = [first + place * _HOUR for place in range((until - first) // _HOUR)]
    return _filled(
        hours, rows, frozenset(i for i, hour in enumerate(hours) if hour not in rows and hour not in watched)
    )


def _filled(
    hours: Sequence[datetime], rows: Mapping[datetime, Mapping[str, Any]], blind: frozenset[int]
) -> CountedHours:
    nothing = {"calls": 0, "failed": 0, "cost": 0.0}
    found = [rows.get(hour, nothing) for hour in hours]
    return CountedHours(
        first=hours[0],
        calls=tuple(max(0, row["calls"]) for row in found),
        failed=tuple(max(0, row["failed"]) for row in found),
        costs=tuple(max(0.0, row["cost"]) for row in found),
        blind=blind,
    )
