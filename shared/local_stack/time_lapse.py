"""Checks in seconds that stand for checks an interval apart.

Patience is time: looks that lie closer together than half an interval count as one, whoever takes them. Whoever plays
an outage in seconds lets the time between two looks pass in what the engine remembers of them.
"""

from contextlib import suppress
from datetime import timedelta

import psycopg

from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL

_CONNECT_SECONDS = 2

_EARLIER = """
UPDATE monitoring_rule_states SET version = version + 1, looked_at = (
  SELECT array_agg(moment - %s ORDER BY moment) FROM unnest(looked_at) AS moment
)
WHERE looked_at <> '{}'
"""


def let_an_interval_pass(database_url: str, interval: timedelta = USUAL_INTERVAL) -> None:
    """Let the looks that were taken so far be `interval` older; without the database none is remembered anyway."""
    with (
        suppress(psycopg.Error),
        psycopg.connect(database_url, autocommit=True, connect_timeout=_CONNECT_SECONDS) as connection,
    ):
        connection.execute(_EARLIER, [interval])
