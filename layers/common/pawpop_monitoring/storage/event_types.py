"""Which types Stripe's events of the last hours are of, and which they usually are of."""

from datetime import datetime

from pawpop_monitoring.domain.readings.trends import EventType
from pawpop_monitoring.storage.connection import Cursor

# How many there were is summed; which they were is read from the newest of each stretch, so that a storm costs no
# more to read than a quiet hour.
_TYPES = """
SELECT left(event_type, 100) AS name,
  coalesce(sum(part) FILTER (WHERE week = 0), 0)::float8 AS now,
  coalesce(sum(part) FILTER (WHERE week > 0), 0)::float8 / 4 AS usual
FROM (
  SELECT week, event_type, summed.events * count(*) / sum(count(*)) OVER (PARTITION BY week) AS part
  FROM (
    SELECT week, %(until)s::timestamptz - week * interval '7 days' AS until FROM generate_series(0, 4) AS week
  ) AS stretch
  CROSS JOIN LATERAL (
    SELECT sum(events) AS events FROM stripe_webhook_events_rollup
    WHERE minutes = 60 AND NOT test AND bucket >= until - interval '3 hours' AND bucket < until
  ) AS summed
  CROSS JOIN LATERAL (
    SELECT event_type FROM stripe_webhook_events
    WHERE livemode IS NOT FALSE AND created_at >= until - interval '3 hours' AND created_at < until
    ORDER BY created_at DESC LIMIT 500
  ) AS newest
  GROUP BY week, event_type, summed.events
) AS parts
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50
"""


def read_event_types(cursor: Cursor, until: datetime) -> tuple[EventType, ...]:
    """Of the three hours before `until`, a full one, and of the same hours of four weeks."""
    return tuple(EventType(**row) for row in cursor.execute(_TYPES.encode(), {"until": until}))
