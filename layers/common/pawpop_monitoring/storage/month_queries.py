"""Reads what a month was like: sums alone, once a month."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.period import Period, calendar_day, month_of
from pawpop_monitoring.domain.readings.past_month import LongAlert, MonthReading, RuleTally
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.day_records import DayRecords
from pawpop_monitoring.storage.fal_daily_costs import read_daily_costs

_BUDGET_SECONDS = 6.0
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

# What people heard of: neither what was silenced throughout nor a test.
_TOLD = b"""
WITH told AS (
  SELECT service, rule, severity, left(message, 200) AS message, timestamp AS began, acknowledged_at,
    NOT resolved AS is_open,
    resolved_by = 'check' AND acknowledged_at IS NULL AS ended_alone,
    least(coalesce(resolved_at, %(now)s), %(now)s) - timestamp AS lasted
  FROM monitoring_alerts
  WHERE timestamp >= %(start)s AND timestamp < %(end)s AND notified_at IS NOT NULL
    AND details -> 'test' IS DISTINCT FROM 'true'::jsonb
)
"""

_RULES = (
    _TOLD
    + b"""
SELECT service, rule, count(*) AS times, count(*) FILTER (WHERE ended_alone) AS ended_alone,
  max(array_position('{low,medium,high,critical}'::text[], severity)) AS worst
FROM told GROUP BY 1, 2 ORDER BY times DESC, worst DESC, 1, 2
"""
)

_LONGEST = (
    _TOLD
    + b"""
SELECT service, message, began, lasted, is_open FROM told
WHERE severity <> 'low' ORDER BY lasted DESC, began LIMIT 1
"""
)

_ANSWERED = (
    _TOLD
    + b"""
SELECT count(*) AS number, percentile_cont(0.5) WITHIN GROUP (ORDER BY acknowledged_at - began) AS half
FROM told WHERE acknowledged_at >= began
"""
)

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
        asked = {"start": month.start, "end": month.end, "now": now}
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
