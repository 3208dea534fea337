"""Where the monitor itself recorded nothing, as after a backup was restored, what it counts could not be recorded."""

RETURNED = b"""
recorded AS (
  SELECT created_at, created_at - lag(created_at, 1, last) OVER (ORDER BY created_at) AS gap
  FROM edges JOIN system_health_metrics
    ON system_health_metrics.service = edges.service AND created_at > last
    AND created_at >= %(now)s - interval '7 days' AND created_at < %(now)s
), returned AS (
  SELECT max(recorded.created_at) AS at FROM edges JOIN recorded ON gap > interval '1 hour'
  WHERE EXISTS (
    SELECT FROM system_health_metrics AS earlier
    WHERE earlier.service = edges.service
      AND earlier.created_at <= last AND earlier.created_at > last - interval '1 day'
  )
)
"""
"""Parts of a WITH: `returned.at` is when records came again after an hour or more without any, since the `last` event.

They want `edges` before them, one row of `service`, whose checks are meant, and `last`.
"""

RECORDING = b"""
recording AS (
  SELECT least(interval '1 day', coalesce(start - since, interval '1 day')) AS lasted FROM span CROSS JOIN LATERAL (
    SELECT max(created_at) AS since FROM (
      SELECT created_at, created_at - lag(created_at, 1, %(now)s - interval '2 days') OVER (ORDER BY created_at) AS gap
      FROM edges JOIN system_health_metrics ON system_health_metrics.service = edges.service
        AND created_at >= %(now)s - interval '2 days' AND created_at <= start AND created_at < %(now)s
    ) AS looks
    WHERE gap > interval '1 hour'
  ) AS again
)
"""
"""Part of a WITH: `recording.lasted` is for how long, a day at most, all was recorded until the `start` of `span`.

How busy a day is shows in that time alone: a backup of the day before knows nothing of the hours that it lacks.
"""
