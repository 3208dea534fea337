"""Reads fal_ai_usage for the fal.ai check, over a connection of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from pawpop_monitoring.domain.clock import CLOCK_SKEW
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.fal_user_errors import USER_ERROR_PATTERN
from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.domain.observation import BROKEN
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import (
    FalUsage,
    RateLimit,
    Spend,
    Tally,
    Traffic,
    Unread,
    UsagePeriods,
)
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.fal_daily_costs import read_daily_costs
from pawpop_monitoring.storage.fal_rhythm import read_rhythm

_BUDGET_SECONDS = 2.0
_LONGEST_ERROR = 120
_AMPLE_SAMPLE = 500
_MOST_LIMITS = 200
_DAY = timedelta(days=1)

_SPEND = """
SELECT
  coalesce(sum(requests), 0)::bigint AS requests,
  coalesce(sum(cost), 0) AS cost,
  coalesce(sum(unusable), 0)::bigint AS unusable,
  coalesce(sum(unpriced), 0)::bigint AS unpriced,
  (array_agg(endpoint ORDER BY cost DESC, endpoint) FILTER (WHERE cost > 0))[1] AS costliest_endpoint
FROM fal_ai_usage_between(%(start)s, %(end)s)
"""

# Of a period with few requests all of them; of one with more the newest, which its sums then stand beside.
_TRAFFIC = """
SELECT
  count(*) AS read,
  count(*) FILTER (WHERE outcome = 'success') AS succeeded,
  count(*) FILTER (WHERE outcome = 'failed') AS failed,
  count(*) FILTER (WHERE outcome = 'refused') AS refused,
  percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY response_time) FILTER (WHERE timed) AS times,
  mode() WITHIN GROUP (ORDER BY left(error_message, %(longest_error)s))
    FILTER (WHERE outcome = 'failed') AS common_error
FROM (
  SELECT
    response_time,
    error_message,
    status = 'success' AND response_time >= 0 AND response_time < 'Infinity' AS timed,
    CASE
      WHEN status = 'success' THEN 'success'
      WHEN error_message ~* %(user_error)s THEN 'refused'
      ELSE 'failed'
    END AS outcome
  FROM fal_ai_usage
  WHERE created_at >= %(start)s AND created_at < %(end)s
  ORDER BY created_at DESC LIMIT %(most)s
) AS requests
"""

# From the full five minutes that the period begins in, so that sums alone are read.
_SUMS = """
SELECT
  coalesce(sum(requests - failed), 0)::bigint AS succeeded, coalesce(sum(failed - refused), 0)::bigint AS failed,
  coalesce(sum(refused), 0)::bigint AS refused
FROM fal_ai_usage_rollup
WHERE minutes = 5 AND bucket >= date_bin('5 minutes', %(start)s::timestamptz, 'epoch') AND bucket < %(end)s
"""

_LATEST = """
SELECT
  coalesce(array_agg(status <> 'success' ORDER BY created_at DESC, id DESC), '{}') AS latest,
  coalesce(array_agg(created_at ORDER BY created_at DESC, id DESC)
    FILTER (WHERE status <> 'success'), '{}') AS failed_at,
  coalesce(array_agg(response_time ORDER BY created_at DESC, id DESC)
    FILTER (WHERE status = 'success' AND response_time >= 0 AND response_time < 'Infinity'), '{}') AS latest_ms
FROM (
  SELECT id, status, error_message, response_time, created_at FROM fal_ai_usage
  WHERE created_at >= %(start)s AND created_at < %(end)s
  ORDER BY created_at DESC LIMIT 200
) AS newest
WHERE status = 'success' OR error_message IS NULL OR error_message !~* %(user_error)s
"""

_BEFORE = """
SELECT
  coalesce(sum(requests - refused), 0)::bigint AS total, coalesce(sum(failed - refused), 0)::bigint AS failed
FROM fal_ai_usage_rollup
WHERE minutes = 60 AND bucket >= %(start)s AND bucket < %(end)s
"""

# Of ever longer stretches that begin at a full five minutes: sums, and what came since the last of these.
_FINER = """
WITH tail AS (
  SELECT
    count(*) FILTER (WHERE status = 'success' OR is_theirs) AS total,
    count(*) FILTER (WHERE status <> 'success' AND is_theirs) AS failed
  FROM (
    SELECT status, error_message IS NULL OR error_message !~* %(user_error)s AS is_theirs FROM fal_ai_usage
    WHERE created_at >= date_bin('5 minutes', %(end)s::timestamptz, 'epoch') AND created_at < %(end)s
  ) AS newest
)
SELECT length, tail.total + sums.total AS total, tail.failed + sums.failed AS failed
FROM tail CROSS JOIN unnest(%(lengths)s::interval[]) AS stretch (length)
CROSS JOIN LATERAL (
  SELECT
    coalesce(sum(requests - refused), 0)::bigint AS total, coalesce(sum(failed - refused), 0)::bigint AS failed
  FROM fal_ai_usage_rollup
  WHERE minutes = 5 AND bucket >= date_bin('5 minutes', %(end)s::timestamptz - length, 'epoch')
    AND bucket < date_bin('5 minutes', %(end)s::timestamptz, 'epoch')
) AS sums
ORDER BY length
"""

# The newest report of each endpoint and the one before, by its index; the names come from the sums, which are few.
_RATE_LIMITS = """
SELECT used.endpoint, newest.remaining, newest.reported_at, newest.before
FROM (
  SELECT DISTINCT endpoint FROM fal_ai_usage_rollup
  WHERE minutes = 60 AND bucket >= date_bin('1 hour', %(since)s::timestamptz, 'epoch') AND requests > 0
) AS used
CROSS JOIN LATERAL (
  SELECT remaining, reported_at, CASE
    WHEN lead(reported_at) OVER newest_first >= reported_at - interval '15 minutes'
    THEN lead(remaining) OVER newest_first
  END AS before
  FROM (
    SELECT rate_limit_remaining AS remaining, coalesce(rate_limit_at, created_at) AS reported_at, id
    FROM fal_ai_usage
    WHERE fal_ai_usage.endpoint = used.endpoint AND rate_limit_remaining IS NOT NULL
      AND coalesce(rate_limit_at, created_at) >= %(since)s AND coalesce(rate_limit_at, created_at) < %(until)s
    ORDER BY coalesce(rate_limit_at, created_at) DESC, id DESC
    LIMIT 2
  ) AS two
  WINDOW newest_first AS (ORDER BY reported_at DESC, id DESC)
  ORDER BY reported_at DESC, id DESC
  LIMIT 1
) AS newest
ORDER BY newest.reported_at DESC, newest.remaining, used.endpoint
LIMIT %(most)s
"""


# What the last check before a moment found broken, if there was one in the hour before it.
_BROKEN = """
SELECT jsonb_object_keys(details -> %(broken)s) AS rule FROM (
  SELECT details FROM system_health_metrics
  WHERE service = 'fal-ai' AND created_at < %(start)s AND created_at >= %(start)s - interval '1 hour'
  ORDER BY created_at DESC LIMIT 1
) AS latest
WHERE jsonb_typeof(details -> %(broken)s) = 'object'
"""


@dataclass(frozen=True, slots=True)
class PostgresFalUsage:
    """Implements checks.fal_ai.port.FalUsageSource over psycopg."""

    url: Callable[[], str]

    def read(self, periods: UsagePeriods) -> FalUsage | Unread:
        """All figures; whatever keeps the database from answering is the reason of `Unread`."""
        database = Database(self.url, budget=_BUDGET_SECONDS)
        try:
            with database.transaction() as cursor:
                return _usage(cursor, periods)
        except StoreUnavailableError as error:
            return Unread(str(error))
        except psycopg.Error:
            return Unread("The database refuses the question; its log says why.")
        finally:
            database.close()


def _usage(cursor: Cursor, periods: UsagePeriods) -> FalUsage:
    today, month = _spend(cursor, periods.today), _spend(cursor, periods.month)
    traffic = tuple(_traffic(cursor, periods.recent))
    limits = _rate_limits(cursor, periods)
    now = max(period.end for period in periods.recent)
    day, weeks = Period(now - timedelta(days=1), now), Period(_hour(now - timedelta(days=28)), _hour(now) - _DAY)
    latest = _row(cursor, _LATEST, _within(day) | {"user_error": USER_ERROR_PATTERN})
    return FalUsage(
        today=today,
        month=month,
        traffic=traffic,
        rate_limit=limits[0] if limits else None,
        rate_limits=limits,
        latest=tuple(latest["latest"]),
        failed_at=tuple(latest["failed_at"]),
        latest_ms=tuple(latest["latest_ms"]),
        finer=tuple(_finer(cursor, periods)),
        before=Tally(**_row(cursor, _BEFORE, _within(weeks))),
        rhythm=read_rhythm(cursor, now, ZoneInfo(periods.zone), CLOCK_SKEW),
        yesterday=_spend(cursor, periods.yesterday) if periods.yesterday else None,
        last_month=_spend(cursor, periods.last_month) if periods.last_month else None,
        daily=read_daily_costs(cursor, periods.today, now, ZoneInfo(periods.zone)),
        broken_at_midnight=_broken(cursor, periods.today.start) if periods.yesterday else frozenset(),
    )


def _spend(cursor: Cursor, period: Period) -> Spend:
    return Spend(**_row(cursor, _SPEND, _within(period)))


def _broken(cursor: Cursor, before: datetime) -> frozenset[str]:
    return frozenset(row["rule"] for row in cursor.execute(_BROKEN, {"broken": BROKEN, "start": before}))


def _hour(moment: datetime) -> datetime:
    """The full hour before, so that sums alone are read."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _traffic(cursor: Cursor, periods: Sequence[Period]) -> Iterator[Traffic]:
    """Shortest first, until one tells so much that a longer one would only be costly to read."""
    matching = {"user_error": USER_ERROR_PATTERN, "longest_error": _LONGEST_ERROR, "most": _AMPLE_SAMPLE}
    for period in periods:
        row = _row(cursor, _TRAFFIC, _within(period) | matching)
        p50_ms, p95_ms = row.pop("times") or (None, None)
        if row.pop("read") == _AMPLE_SAMPLE:
            row |= _row(cursor, _SUMS, _within(period))
        traffic = Traffic(period=period, p50_ms=p50_ms, p95_ms=p95_ms, **row)
        yield traffic
        if traffic.sample >= _AMPLE_SAMPLE:
            return


def _finer(cursor: Cursor, periods: UsagePeriods) -> Iterator[tuple[timedelta, Tally]]:
    """Stretches between those of the traffic, shorter than the longest of these."""
    end = max(period.end for period in periods.recent)
    known = {period.end - period.start for period in periods.recent}
    lengths = [length for length in LOOKED_BACK if length < max(known) and length not in known]
    for row in cursor.execute(_FINER, {"end": end, "lengths": lengths, "user_error": USER_ERROR_PATTERN}):
        yield row["length"], Tally(row["total"], row["failed"])


def _rate_limits(cursor: Cursor, periods: UsagePeriods) -> tuple[RateLimit, ...]:
    """The newest first. A writer's clock may be a little ahead; rows from beyond that would be the newest for long."""
    now = max(period.end for period in periods.recent)
    bounds = {"since": periods.reported_since, "until": now + CLOCK_SKEW, "most": _MOST_LIMITS}
    return tuple(RateLimit(**row) for row in cursor.execute(_RATE_LIMITS, bounds))


def _within(period: Period) -> dict[str, Any]:
    return {"start": period.start, "end": period.end}


def _row(cursor: Cursor, query: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """The only row of an aggregate."""
    return cursor.execute(query, parameters).fetchone() or {}
