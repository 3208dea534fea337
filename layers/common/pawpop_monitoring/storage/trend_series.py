"""Reads what the check of trends looks back on, in one transaction; sums alone, so that no size of table matters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.period import day_of, month_of
from pawpop_monitoring.domain.readings.trends import (
    DayFigure,
    Deployment,
    EndpointUse,
    Figure,
    HourFigure,
    TrendReading,
    WindowCounts,
)
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.event_types import read_event_types
from pawpop_monitoring.storage.fal_daily_costs import read_daily_costs
from pawpop_monitoring.storage.savings import read_savings
from pawpop_monitoring.storage.trend_hours import read_event_hours, read_payment_hours, read_usage_hours

_BUDGET_SECONDS = 12.0
_CAPACITY_DAYS = timedelta(days=42)
_SHORT, _FIVE, _SIXTY = timedelta(hours=6), timedelta(minutes=5), timedelta(hours=1)
WEEKS_COMPARED = 10

_DEPLOYMENTS = """
SELECT at, left(label, 100) AS label FROM monitoring_deployments
WHERE at >= %(now)s - interval '70 days' AND at < %(now)s ORDER BY at DESC LIMIT 200
"""

_MONTH = "SELECT coalesce(sum(cost), 0)::float8 AS cost FROM fal_ai_usage_between(%(begin)s, %(now)s)"

_BALANCE = """
SELECT CASE WHEN jsonb_typeof(details -> 'balance') = 'number' THEN (details ->> 'balance')::float8 END AS balance
FROM system_health_metrics WHERE service = 'fal-ai' AND created_at > %(now)s - interval '1 day' AND details ? 'balance'
ORDER BY created_at DESC LIMIT 1
"""

# One look at the sums for each window: joined, all of them were read for all windows.
_IMAGES = """
SELECT window_.length, total, failed
FROM unnest(%(lengths)s::interval[], %(minutes)s::smallint[], %(since)s::timestamptz[])
  AS window_ (length, minutes, since)
CROSS JOIN LATERAL (
  SELECT coalesce(sum(requests - refused), 0)::bigint AS total, coalesce(sum(failed - refused), 0)::bigint AS failed
  FROM fal_ai_usage_rollup AS rolled
  WHERE rolled.minutes = window_.minutes AND rolled.bucket >= window_.since AND rolled.bucket < %(now)s
) AS summed
"""

# Those that failed are summed; the few that succeeded too late have an index of their own.
_WEBHOOKS = """
SELECT window_.length, total, failed + (
    SELECT count(*) FROM stripe_webhook_events
    WHERE processing_time > 5000 AND status = 'success' AND livemode IS NOT FALSE
      AND created_at >= window_.since AND created_at < %(now)s
  ) AS failed
FROM unnest(%(lengths)s::interval[], %(minutes)s::smallint[], %(since)s::timestamptz[])
  AS window_ (length, minutes, since)
CROSS JOIN LATERAL (
  SELECT coalesce(sum(events - seen), 0)::bigint AS total, coalesce(sum(failed), 0)::bigint AS failed
  FROM stripe_webhook_events_rollup AS rolled
  WHERE rolled.minutes = window_.minutes AND NOT test AND rolled.bucket >= window_.since AND rolled.bucket < %(now)s
) AS summed
"""

_FIGURES = """
SELECT asked.service, asked.name, (hour AT TIME ZONE 'UTC')::date AS day, max(high) AS high,
  sum(total) / sum(samples) AS mean
FROM unnest(%(services)s::text[], %(names)s::text[]) AS asked (service, name)
JOIN system_health_hours AS hours USING (service, name)
WHERE hour >= %(since)s AND hour < %(now)s
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

_HOURLY = """
SELECT asked.service, asked.name, hour, total / samples AS mean
FROM unnest(%(services)s::text[], %(names)s::text[]) AS asked (service, name)
JOIN system_health_hours AS hours USING (service, name)
WHERE hour >= %(until)s - interval '56 days' AND hour < %(until)s
ORDER BY 1, 2, 3
"""

_SAME_WEEKDAYS = """
SELECT asked.service, asked.name, week, mean
FROM unnest(%(services)s::text[], %(names)s::text[]) AS asked (service, name)
CROSS JOIN generate_series(0, %(weeks)s) AS week
CROSS JOIN LATERAL (
  SELECT sum(total) / sum(samples) AS mean FROM system_health_hours AS hours
  WHERE hours.service = asked.service AND hours.name = asked.name
    AND hour >= %(until)s - week * interval '7 days' - interval '1 day'
    AND hour < %(until)s - week * interval '7 days'
) AS day
WHERE mean IS NOT NULL
"""

_ENDPOINTS = """
SELECT endpoint,
  coalesce(sum(cost) FILTER (WHERE bucket >= %(until)s - interval '3 hours'), 0)::float8 AS cost_now,
  coalesce(sum(cost) FILTER (WHERE bucket < %(until)s - interval '6 days'
    AND extract(epoch FROM %(until)s - bucket)::bigint %% 604800 BETWEEN 1 AND 10800), 0)::float8 / 4 AS cost_usual,
  coalesce(sum(cost) FILTER (WHERE bucket >= %(until)s - interval '7 days'), 0)::float8 AS cost_week,
  coalesce(sum(cost) FILTER (WHERE bucket < %(until)s - interval '7 days'), 0)::float8 / 4 AS cost_weeks_before,
  coalesce(sum(requests) FILTER (WHERE bucket >= %(until)s - interval '28 days'), 0)::bigint AS requests_month,
  coalesce(sum(refused) FILTER (WHERE bucket >= %(until)s - interval '28 days'), 0)::bigint AS refused_month,
  coalesce(sum(cost) FILTER (WHERE bucket >= %(until)s - interval '28 days'), 0)::float8 AS cost_month,
  coalesce(sum(charged) FILTER (WHERE bucket >= %(until)s - interval '28 days'), 0)::bigint AS charged_month,
  coalesce(sum(charged_cost) FILTER (WHERE bucket >= %(until)s - interval '28 days'), 0)::float8 AS charged_cost_month
FROM fal_ai_usage_rollup
WHERE minutes = 60 AND bucket >= %(until)s - interval '35 days' AND bucket < %(until)s
GROUP BY 1 HAVING sum(requests) > 0
ORDER BY sum(cost) DESC, 1 LIMIT 200
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted besides what is always read: figures by day and by hour, those to compare, lengths of windows."""

    by_day: Sequence[Figure]
    compared: Sequence[Figure]
    windows: Sequence[timedelta]
    by_hour: Sequence[Figure] = ()


@dataclass(frozen=True, slots=True)
class PostgresTrends:
    """Implements checks.trends.port.TrendSource; StoreUnavailableError when the database can't be read."""

    database: Database
    zone: ZoneInfo
    asked: Asked

    def read(self, now: datetime) -> TrendReading:
        """All series until `now`."""
        with self.database.transaction(_BUDGET_SECONDS) as cursor:
            return TrendReading(
                read_at=now,
                daily=read_daily_costs(cursor, day_of(now, self.zone), now, self.zone),
                month_cost=_number(cursor, _MONTH, "cost", {"begin": month_of(now, self.zone).start, "now": now})
                or 0.0,
                balance=_number(cursor, _BALANCE, "balance", {"now": now}),
                usage=read_usage_hours(cursor, now),
                events=read_event_hours(cursor, now),
                payments=read_payment_hours(cursor, now),
                windows={
                    "images": _windows(cursor, _IMAGES, self.asked.windows, now),
                    "webhooks": _windows(cursor, _WEBHOOKS, self.asked.windows, now),
                },
                figures=_figures(cursor, self.asked.by_day, now),
                hours=_hourly(cursor, self.asked.by_hour, now),
                same_weekdays=_same_weekdays(cursor, self.asked.compared, now),
                endpoints=tuple(EndpointUse(**row) for row in cursor.execute(_ENDPOINTS, {"until": _hour(now)})),
                event_types=read_event_types(cursor, _hour(now)),
                savings=read_savings(cursor, now),
                deployments=tuple(Deployment(**row) for row in cursor.execute(_DEPLOYMENTS, {"now": now})),
            )


def _number(cursor: Cursor, query: str, column: str, values: Mapping[str, object]) -> float | None:
    row = cursor.execute(query.encode(), values).fetchone()
    found = row[column] if row else None
    return None if found is None else float(found)


def _windows(
    cursor: Cursor, query: str, lengths: Sequence[timedelta], now: datetime
) -> Mapping[timedelta, WindowCounts]:
    """Short windows from the sums of five minutes, long ones from those of hours."""
    grains = [_FIVE if length <= _SHORT else _SIXTY for length in lengths]
    asked = {
        "lengths": list(lengths),
        "minutes": [grain // timedelta(minutes=1) for grain in grains],
        "since": [_floor(now - length, grain) for length, grain in zip(lengths, grains, strict=True)],
        "now": now,
    }
    rows = cursor.execute(query.encode(), asked)
    return {row["length"]: WindowCounts(row["total"], row["failed"]) for row in rows}


def _figures(cursor: Cursor, wanted: Sequence[Figure], now: datetime) -> Mapping[Figure, tuple[DayFigure, ...]]:
    found: dict[Figure, list[DayFigure]] = defaultdict(list)
    for row in cursor.execute(_FIGURES, _pairs(wanted) | {"since": now - _CAPACITY_DAYS, "now": now}):
        found[row["service"], row["name"]].append(DayFigure(row["day"], row["high"], row["mean"]))
    return {figure: tuple(days) for figure, days in found.items()}


def _hourly(cursor: Cursor, wanted: Sequence[Figure], now: datetime) -> Mapping[Figure, tuple[HourFigure, ...]]:
    found: dict[Figure, list[HourFigure]] = defaultdict(list)
    for row in cursor.execute(_HOURLY, _pairs(wanted) | {"until": _hour(now)}):
        found[row["service"], row["name"]].append(HourFigure(row["hour"], row["mean"]))
    return {figure: tuple(hours) for figure, hours in found.items()}


def _same_weekdays(
    cursor: Cursor, wanted: Sequence[Figure], now: datetime
) -> Mapping[Figure, tuple[float | None, ...]]:
    """The mean of the last 24 hours, and of the same ones each week before; None where there is none."""
    asked = _pairs(wanted) | {"until": _hour(now), "weeks": WEEKS_COMPARED}
    found: dict[Figure, dict[int, float]] = defaultdict(dict)
    for row in cursor.execute(_SAME_WEEKDAYS, asked):
        found[row["service"], row["name"]][row["week"]] = row["mean"]
    return {figure: tuple(weeks.get(back) for back in range(WEEKS_COMPARED + 1)) for figure, weeks in found.items()}


def _pairs(figures: Sequence[Figure]) -> dict[str, object]:
    return {"services": [service for service, _ in figures], "names": [name for _, name in figures]}


def _hour(moment: datetime) -> datetime:
    return _floor(moment, _SIXTY)


def _floor(moment: datetime, grain: timedelta) -> datetime:
    return moment - (moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)) % grain
