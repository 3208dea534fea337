"""Sums over fal_ai_usage, all made by Postgres; days and months are those of the shop's time zone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import sql

from pawpop_monitoring.domain.period import calendar_day, day_of, month_of
from pawpop_monitoring.domain.spending import DailyCost, EndpointCost, Spending
from pawpop_monitoring.domain.tracking_bounds import OTHER_ENDPOINTS
from pawpop_monitoring.storage.connection import Cursor

# Where days and months begin is said from outside: two time zone databases, and two readings of a midnight that comes
# twice, would make the day of the dashboard another one than that of the check.
_CALENDAR = sql.SQL("""
WITH calendar AS (
  SELECT
    %(today_begins)s::timestamptz AS today_begins, %(today_ends)s::timestamptz AS today_ends,
    %(month_begins)s::timestamptz AS month_begins, %(month_ends)s::timestamptz AS month_ends
)
""")

_TOTALS = sql.SQL("""{calendar}, week AS (
  SELECT
    (SELECT coalesce(sum(cost), 0) FROM fal_ai_usage_between(begins, %(now)s)) AS cost,
    extract(epoch FROM greatest(interval '1 day', %(now)s - greatest(begins, (
      SELECT min(created_at) FROM fal_ai_usage
    )))) AS seconds
  FROM (VALUES (%(now)s::timestamptz - interval '7 days')) AS week (begins)
), month AS (
  SELECT coalesce(sum(cost), 0) AS month, coalesce(sum(unpriced), 0)::bigint AS unpriced_requests
  FROM calendar CROSS JOIN LATERAL fal_ai_usage_between(month_begins, month_ends)
)
SELECT month.*,
  (SELECT coalesce(sum(cost), 0) FROM fal_ai_usage_between(today_begins, today_ends)) AS today,
  round(month.month + coalesce(week.cost / week.seconds, 0) * extract(epoch FROM month_ends - %(now)s), 2)
    AS projected_month
FROM month, week, calendar
""").format(calendar=_CALENDAR)

_DAILY = """
SELECT shown.day, coalesce(usage.cost, 0) AS cost, usage.requests
FROM unnest(%(days)s::date[], %(begin)s::timestamptz[], %(end)s::timestamptz[]) AS shown (day, begins, ends)
CROSS JOIN LATERAL (
  SELECT sum(cost) AS cost, coalesce(sum(requests), 0)::bigint AS requests FROM fal_ai_usage_between(begins, ends)
) AS usage
ORDER BY shown.day
"""

# Names are whatever a shop reports: the dearest are shown, and the rest together, so that there can be any number.
_BY_ENDPOINT = sql.SQL("""{calendar}, ranked AS (
  SELECT used.*, row_number() OVER (ORDER BY used.cost DESC, used.requests DESC, used.endpoint) AS place
  FROM calendar CROSS JOIN LATERAL fal_ai_usage_between(month_begins, month_ends) AS used
), shown AS (
  SELECT CASE WHEN place <= %(endpoints)s THEN endpoint ELSE %(other)s END AS endpoint, cost, requests, failed,
    response_time
  FROM ranked
)
SELECT endpoint, sum(cost) AS cost, sum(requests)::bigint AS requests, sum(failed)::bigint AS failed_requests,
  round(sum(response_time) / sum(requests), 1)::float8 AS average_time
FROM shown
GROUP BY endpoint
ORDER BY endpoint = %(other)s, cost DESC, requests DESC, endpoint
""").format(calendar=_CALENDAR)

DAYS_SHOWN = 30
ENDPOINTS_SHOWN = 50


def read_spending(cursor: Cursor, now: datetime, zone: ZoneInfo) -> Spending:
    """Spending today and this month; by day over the last 30 days; by endpoint over this month, the rest as `other`."""
    today, month = day_of(now, zone), month_of(now, zone)
    values = {
        "now": now,
        "today_begins": today.start,
        "today_ends": today.end,
        "month_begins": month.start,
        "month_ends": month.end,
        "endpoints": ENDPOINTS_SHOWN,
        "other": OTHER_ENDPOINTS,
    }
    totals = cursor.execute(_TOTALS, values).fetchone() or {}
    daily = [DailyCost(**row) for row in cursor.execute(_DAILY, _days(now, zone))]
    by_endpoint = [EndpointCost(**row) for row in cursor.execute(_BY_ENDPOINT, values)]
    return Spending(**totals, daily=tuple(daily), by_endpoint=tuple(by_endpoint))


def _days(now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The days that are shown, and where each begins and ends."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS_SHOWN)]
    periods = [calendar_day(day, zone) for day in days]
    return {"days": days, "begin": [each.start for each in periods], "end": [each.end for each in periods]}
