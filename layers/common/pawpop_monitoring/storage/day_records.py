"""The days of system_health_metrics, summed: they outlive the rows that they are of by far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from psycopg.types.json import Jsonb

from pawpop_monitoring.domain.day_record import DAYS_SHOWN, DayRecord
from pawpop_monitoring.domain.felt import felt_severities
from pawpop_monitoring.storage.connection import Cursor, Database

_SUMMED_AGAIN = timedelta(days=7)
"""What was measured while the database was away comes later, within days."""
_ROWS_KEPT = timedelta(days=29)
"""Whole days whose rows are all still there."""
_KEPT = timedelta(days=400)

# A check speaks for the time until the next one, but not for longer than `patience`; a span ends with its day.
_SUMS = """
WITH checks AS (
  SELECT service, status, created_at,
    CASE WHEN status IN ('warning', 'critical') THEN details -> 'broken' END AS broken,
    lead(created_at, 1, %(until)s) OVER (PARTITION BY service ORDER BY created_at) AS next_at
  FROM system_health_metrics
  WHERE created_at >= %(since)s::timestamptz - %(patience)s::interval AND created_at < %(until)s
), spans AS (
  SELECT service, status, greatest(created_at, %(since)s) AS began,
    least(next_at, created_at + %(patience)s, %(until)s) AS ended,
    CASE WHEN jsonb_typeof(broken) = 'object' THEN EXISTS (
      SELECT FROM jsonb_each(broken) AS rule JOIN jsonb_each(%(felt)s) AS felt
        ON felt.key = split_part(rule.key, ':', 1) || ':' || split_part(rule.key, ':', 2)
      WHERE felt.value ? (rule.value ->> 'severity')
    ) ELSE false END AS is_felt
  FROM checks
), parts AS (
  SELECT service, status, is_felt, day,
    extract(epoch FROM least(ended, day + interval '1 day') - greatest(began, day))::float8 AS seconds
  FROM spans, generate_series(date_trunc('day', began, 'UTC'), ended, interval '1 day') AS day
  WHERE ended > began
)
SELECT service, (day AT TIME ZONE 'UTC')::date AS day,
  coalesce(sum(seconds) FILTER (WHERE status IN ('healthy', 'warning', 'critical')), 0) AS up,
  coalesce(sum(seconds) FILTER (WHERE status = 'down'), 0) AS down,
  coalesce(sum(seconds) FILTER (WHERE is_felt), 0) AS trouble
FROM parts WHERE seconds > 0
GROUP BY 1, 2
"""

_STORED = "SELECT service, day, up_seconds, down_seconds, trouble_seconds FROM system_health_days WHERE day > %s"

_NEWEST = "SELECT max(day) AS day FROM system_health_days"

_KEEP = f"""
INSERT INTO system_health_days (service, day, up_seconds, down_seconds, trouble_seconds)
{_SUMS}
ON CONFLICT (service, day) DO UPDATE SET
  up_seconds = excluded.up_seconds, down_seconds = excluded.down_seconds, trouble_seconds = excluded.trouble_seconds
"""

_DROP = "DELETE FROM system_health_days WHERE day < %s"


@dataclass(frozen=True, slots=True)
class DayRecords:
    """Sums up days; raises StoreUnavailableError when it can't. A check speaks for at most `patience`."""

    database: Database
    patience: timedelta

    def read(self, now: datetime) -> Sequence[DayRecord]:
        """The last 90 days of all services, until `now`: as they were summed, and what came since as it is."""
        today = now.astimezone(UTC).date()
        with self.database.transaction() as cursor:
            since = min(today - timedelta(days=1), max(today - _ROWS_KEPT, _newest(cursor)))
            stored = {(each.service, each.day): each for each in _stored(cursor, today - timedelta(days=DAYS_SHOWN))}
            rows = cursor.execute(_SUMS, _span(since, now, self.patience))
            present = {(row["service"], row["day"]): DayRecord(**row) for row in rows}
        return tuple((stored | present).values())

    def sum_up(self, now: datetime, budget: float = 20.0) -> Sequence[DayRecord]:
        """Sum up the last days, and again those that may have changed; answers the last 90, today's so far included."""
        today = now.astimezone(UTC).date()
        with self.database.transaction(budget) as cursor:
            since = min(today - _SUMMED_AGAIN, max(today - _ROWS_KEPT, _newest(cursor)))
            cursor.execute(_KEEP, _span(since, now, self.patience))
            cursor.execute(_DROP, [today - _KEPT])
            return _stored(cursor, today - timedelta(days=DAYS_SHOWN))


def _newest(cursor: Cursor) -> date:
    """The last day that was summed up, if only in part; the first of all if none was."""
    row = cursor.execute(_NEWEST).fetchone()
    return row["day"] if row and row["day"] else date.min


def _stored(cursor: Cursor, after: date) -> Sequence[DayRecord]:
    return [
        DayRecord(
            service=row["service"],
            day=row["day"],
            up=row["up_seconds"],
            down=row["down_seconds"],
            trouble=row["trouble_seconds"],
        )
        for row in cursor.execute(_STORED, [after])
    ]


def _span(since: date, until: datetime, patience: timedelta) -> dict[str, object]:
    began = datetime.combine(since, time(), UTC)
    return {"since": began, "until": until, "patience": patience, "felt": Jsonb(felt_severities())}
