"""Sums over fal_ai_usage, all made by Postgres; days and months are those of the shop's time zone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import sql

from pawpop_monitoring.analytics.month_forecast import SpentSoFar, projected_month
from pawpop_monitoring.domain.period import Period, calendar_day, day_of, month_of
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.spending import DailyCost, EndpointCost, Spending
from pawpop_monitoring.domain.tracking_bounds import OTHER_ENDPOINTS
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.fal_daily_costs import read_daily_costs

# Where days and months begin is said from outside: two time zone databases, and two readings of a midnight that comes
# twice, would make the day of the dashboard another one than that of the check.
_CALENDAR = sql.SQL("""
WITH calendar AS (
  SELECT
    %(today_begins)s::timestamptz AS today_begins, %(today_ends)s::timestamptz AS today_ends,
    %(month_begins)s::timestamptz AS month_begins, %(month_ends)s::timestamptz AS month_ends
)
""")

_TOTALS = sql.SQL("""{calendar}, month AS (
  SELECT coalesce(sum(cost), 0) AS month, coalesce(sum(unpriced), 0)::bigint AS unpriced_requests
  FROM calendar CROSS JOIN LATERAL fal_ai_usage_between(month_begins, month_ends)
)
SELECT month.*,
  (SELECT coalesce(sum(cost), 0) FROM fal_ai_usage_between(today_begins, today_ends)) AS today
FROM month, calendar
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


def read_spending(cursor: Cursor, now: datetime, zone: ZoneInfo, sales: SaleDays = NO_SALES) -> Spending:
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
    totals = cursor.execute(_TOTALS, values).fetchone() or {"today": Decimal(), "month": Decimal()}
    daily = [DailyCost(**row) for row in cursor.execute(_DAILY, _days(now, zone))]
    by_endpoint = [EndpointCost(**row) for row in cursor.execute(_BY_ENDPOINT, values)]
    return Spending(
        **totals,
        projected_month=_projected(totals, read_daily_costs(cursor, today, now, zone), today, now, zone, sales),
        daily=tuple(daily),
        by_endpoint=tuple(by_endpoint),
    )


def _projected(
    totals: Mapping[str, Any],
    daily: DailyCosts | None,
    today: Period,
    now: datetime,
    zone: ZoneInfo,
    sales: SaleDays,
) -> Decimal:
    """By the same method as the insights: one shop has one forecast."""
    known = daily and daily.without(sales)
    spent = SpentSoFar(
        today=now.astimezone(zone).date(),
        days=known.before if known else (),
        elapsed=known.elapsed if known else (now - today.start) / (today.end - today.start),
        month=float(totals["month"]),
        lifts=known.lifts if known else (),
    )
    return round(Decimal(projected_month(spent, float(totals["today"]))), 2)


def _days(now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The days that are shown, and where each begins and ends."""
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS_SHOWN)]
    periods = [calendar_day(day, zone) for day in days]
    return {"days": days, "begin": [each.start for each in periods], "end": [each.end for each in periods]}
