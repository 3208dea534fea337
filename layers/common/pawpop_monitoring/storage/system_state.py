"""What Postgres holds of the monitor's own work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.domain.readings.system import Deliveries, Stored, Unread
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.health_metrics import read_latest
from pawpop_monitoring.storage.history_queries import read_uptime

_BUDGET_SECONDS = 2.5
_DAY = timedelta(days=1)
_RECENT = timedelta(minutes=15)
"""Longer than any pause between two attempts, so that a provider that is down always shows."""
_DUE = timedelta(minutes=10)

# A mail that tells of several alerts is one attempt, at one moment, with a row for each.
_ATTEMPTS = """
WITH attempts AS (
  SELECT channel, outcome, error, attempted_at,
    max(attempted_at) FILTER (WHERE outcome = 'accepted') OVER (PARTITION BY channel) AS last_accepted
  FROM monitoring_deliveries
  WHERE attempt > 0 AND attempted_at >= %(recent)s AND attempted_at <= %(now)s
), channels AS (
  SELECT channel,
    count(DISTINCT attempted_at) FILTER (
      WHERE outcome <> 'accepted' AND attempted_at > coalesce(last_accepted, '-infinity')
    ) AS failures,
    count(DISTINCT attempted_at) FILTER (WHERE outcome = 'accepted') AS accepted,
    (array_agg(left(error, 300) ORDER BY attempted_at DESC) FILTER (WHERE outcome <> 'accepted'))[1] AS last_error
  FROM attempts GROUP BY channel
)
SELECT coalesce(max(failures), 0) AS failures, coalesce(sum(accepted), 0)::int AS accepted,
  (array_agg(last_error ORDER BY failures DESC, channel))[1] AS last_error,
  coalesce(array_agg(channel ORDER BY failures DESC, channel) FILTER (WHERE failures > 0), '{}') AS failing
FROM channels
"""

# Each channel settles for itself: mail has to tell all but notices, another one what it was given to tell. What was
# given up is among the dead letters, and what waits says until when. Of what is unsettled some may have been told by
# now.
_UNDELIVERED = """
SELECT count(*) AS undelivered, min(at) AS oldest_undelivered,
  coalesce(array_agg(DISTINCT step.channel), '{}') AS undelivered_by
FROM (
  SELECT DISTINCT key, at, channel
  FROM monitoring_unsettled_deliveries JOIN monitoring_alert_transitions ON key = transition_key
  WHERE saved_at >= %(day)s AND saved_at <= %(due)s
) AS step
WHERE NOT EXISTS (
  SELECT FROM monitoring_deliveries AS delivery
  WHERE delivery.transition_key = step.key AND delivery.channel = step.channel
    AND (delivery.outcome IN ('accepted', 'failed', 'dropped') OR delivery.until > %(now)s)
)
"""

_MAIL_ACCEPTED = """
SELECT EXISTS (SELECT FROM monitoring_deliveries WHERE channel = 'email' AND outcome = 'accepted') AS mail_accepted
"""


@dataclass(frozen=True, slots=True)
class PostgresSystemState:
    """Implements checks.system.port.StoredSource over psycopg, with a connection for each look."""

    url: Callable[[], str]

    def read(self, now: datetime, patience: timedelta) -> Stored | Unread:
        """All of it in one transaction; whatever keeps the database from answering is the reason of `Unread`."""
        database = Database(self.url, budget=_BUDGET_SECONDS)
        try:
            with database.transaction() as cursor:
                return _stored(cursor, now, patience)
        except StoreUnavailableError as error:
            return Unread(str(error))
        except psycopg.Error:
            return Unread("The database refuses the question; its log says why.")
        finally:
            database.close()


def _stored(cursor: Cursor, now: datetime, patience: timedelta) -> Stored:
    window = Window(since=now - _DAY, until=now, step=_DAY, patience=patience)
    return Stored(
        latest=read_latest(cursor, now),
        uptime=read_uptime(cursor, window),
        deliveries=Deliveries(**_row(cursor, _ATTEMPTS, now), **_row(cursor, _UNDELIVERED, now)),
        **_row(cursor, _MAIL_ACCEPTED, now),
    )


def _row(cursor: Cursor, query: str, now: datetime) -> Mapping[str, Any]:
    """The only row of an aggregate."""
    moments = {"now": now, "recent": now - _RECENT, "due": now - _DUE, "day": now - _DAY}
    found = cursor.execute(query, moments).fetchone() or {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
