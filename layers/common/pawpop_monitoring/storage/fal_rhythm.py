"""Reads when requests to fal.ai came, at a cost that does not grow with the table."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.readings.fal_ai import RequestRhythm
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.recording_gaps import RECORDING, RETURNED

# The slots are the buckets of the sums. It became quiet with the end of the slot of the last request; the weeks before
# are those of the shop's own clock. Reports come late, some of them by an hour where a shop hands them over in batches:
# so long nothing is missed yet.
_RHYTHM = (
    b"""
WITH edges AS (
  SELECT 'fal-ai' AS service, min(created_at) AS first, least(max(created_at), %(now)s) AS last
  FROM fal_ai_usage WHERE created_at < %(until)s AND created_at >= %(now)s - interval '90 days'
), """
    + RETURNED
    + b""", reports AS (
  SELECT coalesce(percentile_disc(0.9) WITHIN GROUP (ORDER BY told_at - created_at), interval '0') AS late
  FROM (
    SELECT least(told_at, %(until)s) AS told_at, created_at FROM fal_ai_usage
    WHERE created_at < %(until)s AND created_at >= %(now)s - interval '90 days'
    ORDER BY created_at DESC LIMIT 200
  ) AS newest
), span AS (
  SELECT last, start, least(start + interval '1 day', %(now)s - greatest(late, interval '0')) - start AS quiet
  FROM edges CROSS JOIN reports CROSS JOIN LATERAL (
    SELECT date_bin('5 minutes', greatest(last, (SELECT at FROM returned)), 'epoch') + interval '5 minutes' AS start
  ) AS begun
  WHERE last IS NOT NULL
), """
    + RECORDING
    + b""", weeks AS (
  SELECT week, (start AT TIME ZONE %(zone)s::text - week * interval '7 days') AT TIME ZONE %(zone)s::text AS since
  FROM span CROSS JOIN generate_series(0, 4) AS week
)
SELECT last AS last_request_at, quiet, week, (
  SELECT coalesce(array_agg((extract(epoch FROM slot - since) / 300)::integer), '{}') FROM fal_ai_usage_slots
  WHERE requests > 0 AND slot >= since - lasted
    AND slot < since + CASE week WHEN 0 THEN interval '0' ELSE greatest(quiet, interval '0') END
) AS slots
FROM span CROSS JOIN recording CROSS JOIN weeks
WHERE week = 0 OR since - interval '1 day' >= (SELECT first FROM edges)
ORDER BY week
"""
)


def read_rhythm(cursor: Cursor, now: datetime, zone: ZoneInfo, skew: timedelta) -> RequestRhythm | None:
    """None of an empty table; a writer's clock may be ahead by `skew`."""
    rows = cursor.execute(_RHYTHM, {"now": now, "until": now + skew, "zone": zone.key}).fetchall()
    if not rows:
        return None
    today, *weeks = rows
    return RequestRhythm(
        last_request_at=today["last_request_at"],
        quiet=today["quiet"],
        today=frozenset(today["slots"]),
        earlier_weeks=tuple(frozenset(week["slots"]) for week in weeks),
    )
