"""What the sums of stripe_webhook_events have to say, told from its rows themselves."""

from datetime import datetime

import psycopg
from psycopg.rows import TupleRow

# Time is that of the events themselves; test mode counts only where there was nothing else for four weeks; payments of
# connected accounts are not ours.
_PAYMENTS = """
WITH mode AS (
  SELECT count(*) = 0 AS with_test FROM stripe_webhook_events
  WHERE livemode IS NOT FALSE
    AND date_trunc('hour', created_at) >= date_trunc('hour', %(until)s::timestamptz - interval '28 days')
    AND date_trunc('hour', created_at) < %(until)s
), payment AS (
  SELECT payment_intent, bool_or(livemode IS FALSE) AS test, bool_or(account IS NOT NULL) AS connected
  FROM stripe_webhook_events WHERE payment_outcome IS NOT NULL GROUP BY payment_intent
)
SELECT succeeded, CASE WHEN succeeded THEN '' ELSE code END, count(*) FROM (
  SELECT
    bool_or(payment_outcome = 'succeeded') AS succeeded,
    (array_agg(coalesce(left(decline_code, 60), '')
      ORDER BY least(occurred_at, received_at, created_at) DESC, id DESC))[1] AS code
  FROM stripe_webhook_events JOIN payment USING (payment_intent) CROSS JOIN mode
  WHERE payment_outcome IS NOT NULL AND NOT connected AND (NOT test OR with_test)
    AND least(occurred_at, received_at, created_at) >= %(since)s
    AND least(occurred_at, received_at, created_at) < %(until)s
  GROUP BY payment_intent
) AS told GROUP BY 1, 2 ORDER BY 1, 2
"""
_MINUTES = """
SELECT count(DISTINCT minute) FROM (
  SELECT date_trunc('minute', created_at) AS minute FROM stripe_webhook_events WHERE livemode IS NOT FALSE
) AS event WHERE minute >= %s AND minute + interval '1 minute' <= %s
"""
_SUMMED_PAYMENTS = "SELECT * FROM stripe_payments_between(%s, %s) ORDER BY 1, 2"
_SUMMED_MINUTES = "SELECT stripe_webhook_event_minutes_between(%s, %s)"
_SUM_TABLES = (
    "stripe_payments",
    "stripe_payments_rollup",
    "stripe_webhook_events_minutes",
    "stripe_webhook_events_hours",
)

type Window = tuple[datetime, datetime]
type Rows = list[TupleRow]


def payments_by_rows(direct: psycopg.Connection, window: Window) -> Rows:
    """Payments by outcome and code, from the events."""
    return direct.execute(_PAYMENTS, {"since": window[0], "until": window[1]}).fetchall()


def payments_by_sums(direct: psycopg.Connection, window: Window) -> Rows:
    """The same, as the check reads it."""
    return direct.execute(_SUMMED_PAYMENTS, window).fetchall()


def minutes_by_rows(direct: psycopg.Connection, window: Window) -> Rows:
    """The number of full minutes with events, from the events."""
    return direct.execute(_MINUTES, window).fetchall()


def minutes_by_sums(direct: psycopg.Connection, window: Window) -> Rows:
    """The same, as the check reads it."""
    return direct.execute(_SUMMED_MINUTES, window).fetchall()


def sums_in(direct: psycopg.Connection) -> dict[str, Rows]:
    """All that is kept beside the events."""
    return {
        table: direct.execute(f"SELECT * FROM {table} AS kept ORDER BY kept::text".encode()).fetchall()
        for table in _SUM_TABLES
    }
