"""Sums over fal_ai_usage, all made by Postgres; days and months are those of the shop's time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from psycopg import sql

from pawpop_monitoring.domain.spending import DailyCost, EndpointCost, Spending
from pawpop_monitoring.domain.tracking_bounds import OTHER_ENDPOINTS
from pawpop_monitoring.storage.connection import Cursor

_CALENDAR = sql.SQL("""
WITH today AS (
  SELECT (%(now)s::timestamptz AT TIME ZONE %(zone)s)::date AS day
), calendar AS (
  SELECT
    day AS today,
    day::timestamp AT TIME ZONE %(zone)s AS today_begins,
    (day::timestamp + interval '1 day') AT TIME ZONE %(zone)s AS today_ends,
    date_trunc('month', day::timestamp) AT TIME ZONE %(zone)s AS month_begins,
    (date_trunc('month', day::timestamp) + interval '1 month') AT TIME ZONE %(zone)s AS month_ends
  FROM today
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

_DAILY = sql.SQL("""{calendar}
SELECT day::date AS day, coalesce(usage.cost, 0) AS cost, usage.requests
FROM calendar
CROSS JOIN generate_series(today - %(days)s::integer + 1, today, interval '1 day') AS day
CROSS JOIN LATERAL (
  SELECT sum(cost) AS cost, coalesce(sum(requests), 0)::bigint AS requests FROM fal_ai_usage_between(
    day::timestamp AT TIME ZONE %(zone)s, (day::timestamp + interval '1 day') AT TIME ZONE %(zone)s
  )
) AS usage
ORDER BY day
""").format(calendar=_CALENDAR)

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
    values = {"now": now, "zone": zone.key, "days": DAYS_SHOWN, "endpoints": ENDPOINTS_SHOWN, "other": OTHER_ENDPOINTS}
    totals = cursor.execute(_TOTALS, values).fetchone() or {}
    daily = [DailyCost(**row) for row in cursor.execute(_DAILY, values)]
    by_endpoint = [EndpointCost(**row) for row in cursor.execute(_BY_ENDPOINT, values)]
    return Spending(**totals, daily=tuple(daily), by_endpoint=tuple(by_endpoint))
