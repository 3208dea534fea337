"""Reads what a month was like: sums alone, once a month."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from psycopg import sql

from pawpop_monitoring.domain.period import Period, calendar_day, month_of
from pawpop_monitoring.domain.readings.past_month import LongAlert, MonthReading, RuleTally
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.day_records import DayRecords
from pawpop_monitoring.storage.fal_daily_costs import read_daily_costs

_BUDGET_SECONDS = 6.0
_INSTANT = timedelta(microseconds=1)
_HALF_A_DAY = timedelta(hours=12)
"""Days are summed in UTC, so that those count that lie in the month by the most part."""

_FIRST = """
SELECT least(
  (SELECT min(day)::timestamp AT TIME ZONE 'UTC' FROM system_health_days),
  (SELECT min(created_at) FROM system_health_metrics),
  (SELECT min(bucket) FROM fal_ai_usage_rollup WHERE minutes = 60 AND requests > 0),
  (SELECT min(bucket) FROM stripe_webhook_events_rollup WHERE minutes = 60 AND events > 0)
) AS at
"""

_HEARD = sql.SQL("notified_at IS NOT NULL AND details -> 'test' IS DISTINCT FROM 'true'::jsonb")
"""What people heard of: neither what was silenced throughout nor a test."""

# Whole days in UTC have their sums, and of the hours at both ends of the month the alerts themselves are read.
_RULES = sql.SQL("""
SELECT service, rule, sum(told)::bigint AS times, sum(ended_alone)::bigint AS ended_alone,
  max(array_position('{{low,medium,high,critical}}'::text[], severity)) AS worst
FROM (
  SELECT service, rule, severity, sum(told) AS told, sum(ended_alone) AS ended_alone FROM monitoring_alert_days
  WHERE day >= %(first_day)s AND day < %(last_day)s GROUP BY 1, 2, 3 HAVING sum(told) > 0
  UNION ALL
  SELECT service, rule, severity, 1, coalesce(resolved_by = 'check' AND acknowledged_at IS NULL, false)::integer
  FROM (VALUES
    (%(start)s, %(first_day)s::timestamp AT TIME ZONE 'UTC'), (%(last_day)s::timestamp AT TIME ZONE 'UTC', %(end)s)
  ) AS edge (since, until)
  JOIN monitoring_alerts ON timestamp >= edge.since AND timestamp < edge.until
  WHERE {heard}
) AS part
GROUP BY 1, 2 ORDER BY times DESC, worst DESC, 1, 2
""").format(heard=_HEARD)

_LONGEST = sql.SQL("""
SELECT service, left(message, 200) AS message, began, lasted, is_open FROM (
  SELECT service, message, timestamp AS began, %(now)s - timestamp AS lasted, true AS is_open
  FROM monitoring_alerts
  WHERE NOT resolved AND severity <> 'low' AND timestamp >= %(start)s AND timestamp < %(end)s AND {heard}
  UNION ALL (
    SELECT service, message, timestamp, resolved_at - timestamp, false
    FROM monitoring_alerts
    WHERE resolved AND severity <> 'low' AND timestamp >= %(start)s AND timestamp < %(end)s AND {heard}
    ORDER BY resolved_at - timestamp DESC, timestamp LIMIT 1
  )
) AS told
ORDER BY lasted DESC, began LIMIT 1
""").format(heard=_HEARD)

_ANSWERED = sql.SQL("""
SELECT count(*) AS number, percentile_cont(0.5) WITHIN GROUP (ORDER BY acknowledged_at - timestamp) AS half
FROM monitoring_alerts
WHERE acknowledged_at IS NOT NULL AND acknowledged_at >= timestamp AND timestamp >= %(start)s AND timestamp < %(end)s
  AND {heard}
""").format(heard=_HEARD)

_COST = """
SELECT coalesce(sum(cost), 0)::float8 AS cost, count(*) AS endpoints FROM fal_ai_usage_between(%(start)s, %(end)s)
"""

_MILDEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresMonths:
    """Implements checks.trends.review.port.MonthSource; StoreUnavailableError when the database can't be read."""

    database: Database
    days: DayRecords
    zone: ZoneInfo

    def first_data(self) -> datetime | None:
        """When anything was recorded first."""
        with self.database.transaction(_BUDGET_SECONDS) as cursor:
            return _first(cursor)

    def read(self, month: Period, now: datetime) -> MonthReading:
        """What is kept of `month`, which is over."""
        asked = {"start": month.start, "end": month.end, "now": now, **_whole_days(month)}
        with self.database.transaction(_BUDGET_SECONDS) as cursor:
            answered = cursor.execute(_ANSWERED, asked).fetchone() or {}
            daily = read_daily_costs(cursor, _day_after(month, self.zone), month.end, self.zone)
            reading = MonthReading(
                read_at=now,
                first_data=_first(cursor),
                rules=tuple(_tally(row) for row in cursor.execute(_RULES, asked)),
                longest=next((LongAlert(**row) for row in cursor.execute(_LONGEST, asked)), None),
                answered=answered.get("number", 0),
                answered_within=answered.get("half"),
                cost=_cost(cursor, month) or 0.0,
                cost_before=_cost(cursor, month_of(month.start - timedelta(days=1), self.zone)),
                daily=tuple(daily.before) if daily else (),
            )
        return _with_days(reading, self.days, month, now)


def _with_days(reading: MonthReading, records: DayRecords, month: Period, now: datetime) -> MonthReading:
    first, last = month.start + _HALF_A_DAY, month.end - _HALF_A_DAY
    return replace(reading, days=tuple(each for each in records.read(now) if first.date() <= each.day <= last.date()))


def _whole_days(month: Period) -> Mapping[str, date]:
    """Those in UTC that lie wholly within: from the first until before the last."""
    return {
        "first_day": (month.start.astimezone(UTC) + timedelta(days=1) - _INSTANT).date(),
        "last_day": month.end.astimezone(UTC).date(),
    }


def _first(cursor: Cursor) -> datetime | None:
    row = cursor.execute(_FIRST).fetchone()
    return row["at"] if row else None


def _day_after(month: Period, zone: ZoneInfo) -> Period:
    return calendar_day(month.end.astimezone(zone).date(), zone)


def _tally(row: Mapping[str, object]) -> RuleTally:
    return RuleTally(
        service=str(row["service"]),
        rule=str(row["rule"]),
        worst=_MILDEST_FIRST[int(str(row["worst"])) - 1],
        times=int(str(row["times"])),
        ended_alone=int(str(row["ended_alone"])),
    )


def _cost(cursor: Cursor, month: Period) -> float | None:
    """None of a month without any request."""
    row = cursor.execute(_COST, {"start": month.start, "end": month.end}).fetchone()
    return float(row["cost"]) if row and row["endpoints"] else None
