"""Sums over fal_ai_usage, all made by Postgres; days and months are those of the shop's time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from psycopg import sql

from pawpop_monitoring.domain.spending import DailyCost, EndpointCost, Spending
from pawpop_monitoring.storage.connection import Cursor

_CALENDAR = sql.SQL("""
WITH today AS (
  SELECT (%(now)s::timestamptz AT TIME ZONE %(zone)s)::date AS day
), calendar AS (
  SELECT
    day AS today,
    day::timestamp AT TIME ZONE %(zone)s AS today_begins,
    date_trunc('month', day::timestamp) AT TIME ZONE %(zone)s AS month_begins,
    (date_trunc('month', day::timestamp) + interval '1 month') AT TIME ZONE %(zone)s AS month_ends
  FROM today
)
""")

_TOTALS = sql.SQL("""{calendar}, week AS (
  SELECT
    coalesce(sum(cost), 0) AS cost,
    extract(epoch FROM greatest(interval '1 day', %(now)s - min(created_at))) AS seconds
  FROM fal_ai_usage WHERE created_at >= %(now)s - interval '7 days' AND created_at < %(now)s
), month AS (
  SELECT
    coalesce(sum(cost) FILTER (WHERE created_at >= today_begins), 0) AS today,
    coalesce(sum(cost), 0) AS month,
    count(*) FILTER (WHERE cost IS NULL AND status = 'success') AS unpriced_requests
  FROM calendar JOIN fal_ai_usage ON created_at >= month_begins AND created_at < month_ends
)
SELECT month.*,
  round(month.month + coalesce(week.cost / week.seconds, 0) * extract(epoch FROM month_ends - %(now)s), 2)
    AS projected_month
FROM month, week, calendar
""").format(calendar=_CALENDAR)

_DAILY = sql.SQL("""{calendar}
SELECT day::date AS day, coalesce(usage.cost, 0) AS cost, usage.requests
FROM calendar
CROSS JOIN generate_series(today - %(days)s::integer + 1, today, interval '1 day') AS day
CROSS JOIN LATERAL (
  SELECT sum(cost) AS cost, count(*) AS requests FROM fal_ai_usage
  WHERE created_at >= day::timestamp AT TIME ZONE %(zone)s
    AND created_at < (day::timestamp + interval '1 day') AT TIME ZONE %(zone)s
) AS usage
ORDER BY day
""").format(calendar=_CALENDAR)

_BY_ENDPOINT = sql.SQL("""{calendar}
SELECT
  endpoint,
  coalesce(sum(cost), 0) AS cost,
  count(*) AS requests,
  count(*) FILTER (WHERE status = 'error') AS failed_requests,
  round(avg(response_time)::numeric, 1)::float8 AS average_time
FROM calendar JOIN fal_ai_usage ON created_at >= month_begins AND created_at < month_ends
GROUP BY endpoint
ORDER BY cost DESC, requests DESC, endpoint
""").format(calendar=_CALENDAR)

DAYS_SHOWN = 30


def read_spending(cursor: Cursor, now: datetime, zone: ZoneInfo) -> Spending:
    """Spending today and this month; by day over the last 30 days; by endpoint over this month."""
    values = {"now": now, "zone": zone.key, "days": DAYS_SHOWN}
    totals = cursor.execute(_TOTALS, values).fetchone() or {}
    daily = [DailyCost(**row) for row in cursor.execute(_DAILY, values)]
    by_endpoint = [EndpointCost(**row) for row in cursor.execute(_BY_ENDPOINT, values)]
    return Spending(**totals, daily=tuple(daily), by_endpoint=tuple(by_endpoint))
