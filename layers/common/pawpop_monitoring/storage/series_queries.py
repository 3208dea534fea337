"""Reading how a number went: from rows of checks, or from the sums of calls and events."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.metric import Metric, Source
from pawpop_monitoring.domain.series import Series, SeriesPoint, SeriesSpan
from pawpop_monitoring.storage.connection import Cursor

MOST_PARTS = 8
_DAY = timedelta(days=1)

# The names of parts are whatever a shop has: the largest are drawn. No figure that older writers left may break a
# sum: NaN is larger than any, infinity as well. Where a step is a day, it is one of the shop's time zone.
_CHECKS = """
WITH measured AS (
  SELECT
    CASE WHEN %(daily)s THEN date_trunc('day', created_at, %(zone)s)
      ELSE date_bin(%(step)s, created_at, 'epoch') END AS at,
    member.key AS part,
    CASE
      WHEN %(parts)s::text IS NULL AND %(name)s::text = 'responseTime' THEN response_time
      WHEN %(parts)s::text IS NULL AND %(name)s::text = 'errorRate' THEN error_rate
      WHEN jsonb_typeof(member.value) = 'number' AND abs(member.value::numeric) < 1e15 THEN member.value::text::float8
    END AS value
  FROM system_health_metrics CROSS JOIN LATERAL (
    SELECT '' AS key, coalesce(
      details -> %(name)s, details -> 'serverMetrics' -> %(name)s, details -> 'queues' -> %(name)s
    ) AS value WHERE %(parts)s::text IS NULL
    UNION ALL
    SELECT key, value FROM jsonb_each(
      CASE WHEN jsonb_typeof(details -> %(parts)s) = 'object' THEN details -> %(parts)s ELSE '{}' END
    ) WHERE %(parts)s::text IS NOT NULL
  ) AS member
  WHERE service = %(service)s AND created_at >= %(since)s AND created_at < %(until)s
), shown AS (
  SELECT part FROM measured WHERE abs(value) < 1e15 GROUP BY 1 ORDER BY max(value) DESC, 1 LIMIT %(most)s
)
SELECT part, at, count(*)::int AS samples, min(value) AS low,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY value) AS p95,
  max(value) AS high
FROM measured JOIN shown USING (part)
WHERE abs(value) < 1e15
GROUP BY 1, 2 ORDER BY 1, 2
"""

# Rows of checks are kept for a month; the sums of their hours have their values for longer. The text of a real has the
# digits that were measured, its exact value as a double has others.
_HOURS = """
WITH hours AS (
  SELECT
    CASE WHEN %(daily)s THEN date_trunc('day', hour, %(zone)s)
      ELSE date_bin(%(step)s, hour, 'epoch') END AS at,
    samples, low, high, figures
  FROM system_health_hours
  WHERE service = %(service)s AND name = %(name)s AND hour >= %(since)s AND hour < %(until)s
), middles AS (
  SELECT at, percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY figure::float8) AS middle
  FROM hours CROSS JOIN LATERAL unnest(figures) AS figure GROUP BY 1
), extremes AS (
  SELECT at, sum(samples)::int AS samples, min(low) AS low, max(high) AS high FROM hours GROUP BY 1
)
SELECT '' AS part, at, samples, low, middle[1]::real::text::float8 AS median, middle[2]::real::text::float8 AS p95, high
FROM extremes LEFT JOIN middles USING (at) ORDER BY at
"""

_USAGE = """
WITH summed AS (
  SELECT
    CASE WHEN %(daily)s THEN date_trunc('day', bucket, %(zone)s)
      ELSE date_bin(%(step)s, bucket, 'epoch') END AS at,
    CASE WHEN %(parts)s::text IS NULL THEN '' ELSE endpoint END AS part,
    sum(requests) AS requests, sum(failed - refused) AS failed, sum(cost) AS cost, sum(response_time) AS response_time
  FROM fal_ai_usage_rollup
  WHERE minutes = %(minutes)s AND bucket >= %(since)s AND bucket < %(until)s
  GROUP BY 1, 2 HAVING sum(requests) > 0
), shown AS (
  SELECT part FROM summed GROUP BY 1 ORDER BY sum(cost) DESC, sum(requests) DESC, 1 LIMIT %(most)s
)
SELECT part, at, requests::int AS samples, NULL::float8 AS low, (CASE %(name)s::text
  WHEN 'cost' THEN cost
  WHEN 'requests' THEN requests
  WHEN 'failures' THEN failed
  WHEN 'failureRate' THEN round(100.0 * failed / requests, 2)
  ELSE round(response_time / requests, 1)
END)::float8 AS median, NULL::float8 AS p95, NULL::float8 AS high
FROM summed JOIN shown USING (part)
ORDER BY 1, 2
"""

_EVENTS = """
SELECT '' AS part,
  CASE WHEN %(daily)s THEN date_trunc('day', bucket, %(zone)s)
    ELSE date_bin(%(step)s, bucket, 'epoch') END AS at,
  sum(events)::int AS samples, NULL::float8 AS low, (CASE %(name)s::text
    WHEN 'events' THEN sum(events)
    WHEN 'failedEvents' THEN sum(failed)
    WHEN 'failedEventRate' THEN round(100.0 * sum(failed) / sum(events), 2)
    ELSE round(sum(processing_time) / nullif(sum(timed), 0), 1)
  END)::float8 AS median, NULL::float8 AS p95, NULL::float8 AS high
FROM stripe_webhook_events_rollup
WHERE minutes = %(minutes)s AND NOT test AND bucket >= %(since)s AND bucket < %(until)s
GROUP BY 2 HAVING sum(events) > 0
ORDER BY 2
"""

_STATEMENTS = {Source.CHECK: _CHECKS, Source.USAGE: _USAGE, Source.EVENTS: _EVENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSeries:
    """A metric of a service, by `group` if that is not ""; a step of `span` that is a day is one of `zone`."""

    service: str
    metric: Metric
    group: str
    zone: ZoneInfo
    rows_since: datetime

    def statement(self, span: SeriesSpan) -> str:
        """Of rows from `rows_since` on; what is older is read from sums, but for parts, which have none."""
        is_old = self.metric.source is Source.CHECK and not self.group and span.since < self.rows_since
        return _HOURS if is_old else _STATEMENTS[self.metric.source]


def read_series_of(cursor: Cursor, asked: AskedSeries, span: SeriesSpan) -> Sequence[Series]:
    """A series of the whole, or one for each of the largest parts; nothing if nothing is known."""
    values = asdict(span) | {
        "service": asked.service,
        "name": asked.metric.name,
        "parts": (asked.metric.parts[asked.group] or asked.group) if asked.group else None,
        "daily": span.step == _DAY,
        "zone": asked.zone.key,
        "minutes": _grain(asked.zone, span),
        "most": MOST_PARTS,
    }
    points: dict[str, list[SeriesPoint]] = defaultdict(list)
    for row in cursor.execute(asked.statement(span).encode(), values):
        points[row.pop("part")].append(SeriesPoint(**row))
    return [Series(part, found) for part, found in points.items()]


def _grain(zone: ZoneInfo, span: SeriesSpan) -> int:
    """Sums of hours, unless a step is not whole ones or its days begin within one."""
    whole = not span.step % timedelta(hours=1)
    offsets = (zone.utcoffset(moment.replace(tzinfo=None)) or timedelta() for moment in (span.since, span.until))
    return 60 if whole and not any(offset % timedelta(hours=1) for offset in offsets) else 5
