"""Reads which calls to fal.ai were paid twice, and which cost more than others; the newest alone."""

from datetime import datetime

from pawpop_monitoring.domain.readings.trends import RepeatedCalls, UnevenCalls
from pawpop_monitoring.storage.connection import Cursor

_REPEATED = """
WITH newest AS MATERIALIZED (
  SELECT endpoint, status, prompt_hash, cost, created_at FROM fal_ai_usage
  WHERE prompt_hash IS NOT NULL AND created_at >= %(now)s - interval '28 days' AND created_at < %(now)s
  ORDER BY created_at DESC LIMIT 3000
), paced AS (
  SELECT endpoint, cost, extract(epoch FROM %(now)s - min(created_at) OVER ())::float8 AS seconds,
    created_at - lag(created_at) OVER alike <= interval '7 days' AS again
  FROM newest WHERE status = 'success'
  WINDOW alike AS (PARTITION BY endpoint, prompt_hash COLLATE "C" ORDER BY created_at)
)
SELECT endpoint, count(*) AS calls, count(*) FILTER (WHERE again) AS repeated, max(seconds) AS seconds,
  coalesce(sum(cost) FILTER (WHERE again AND cost >= 0 AND cost < '1e12'), 0)::float8 AS cost
FROM paced GROUP BY endpoint HAVING bool_or(again)
ORDER BY cost DESC, endpoint LIMIT 3
"""

_UNEVEN = """
WITH newest AS MATERIALIZED (
  SELECT endpoint, cost, created_at FROM fal_ai_usage
  WHERE created_at >= %(now)s - interval '28 days' AND created_at < %(now)s
    AND status = 'success' AND cost > 0 AND cost < '1e12'
  ORDER BY created_at DESC LIMIT 3000
), usual AS (
  SELECT endpoint, percentile_disc(0.25) WITHIN GROUP (ORDER BY cost) AS cost FROM newest GROUP BY endpoint
), marked AS (
  SELECT newest.*, usual.cost AS usual, newest.cost >= 1.5 * usual.cost AS is_dear
  FROM newest JOIN usual USING (endpoint)
), middle AS (
  SELECT endpoint,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY created_at) FILTER (WHERE is_dear) AS of_dear,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY created_at) FILTER (WHERE NOT is_dear) AS of_others
  FROM marked GROUP BY endpoint
)
SELECT endpoint, count(*) AS calls, max(usual)::float8 AS usual, count(*) FILTER (WHERE is_dear) AS dear,
  coalesce(sum(cost - usual) FILTER (WHERE is_dear), 0)::float8 AS excess,
  least(
    count(*) FILTER (WHERE is_dear AND created_at > of_others),
    count(*) FILTER (WHERE NOT is_dear AND created_at > of_dear)
  ) AS mixed,
  (SELECT extract(epoch FROM %(now)s - min(created_at)) FROM newest)::float8 AS seconds
FROM marked JOIN middle USING (endpoint) GROUP BY endpoint HAVING bool_or(is_dear)
ORDER BY excess DESC, endpoint LIMIT 3
"""


def read_repeated_calls(cursor: Cursor, now: datetime) -> tuple[RepeatedCalls, ...]:
    """Of the newest 3,000 of four weeks whose input is known; what cost most first."""
    return tuple(RepeatedCalls(**row) for row in cursor.execute(_REPEATED, {"now": now}))


def read_uneven_calls(cursor: Cursor, now: datetime) -> tuple[UnevenCalls, ...]:
    """Of the newest 3,000 of four weeks that have a price; what cost most beyond the usual first."""
    return tuple(UnevenCalls(**row) for row in cursor.execute(_UNEVEN, {"now": now}))
