"""Telemetry tables with any number of rows, all of the 90 days before a moment: the same shop, with more customers.

Rows go in without triggers, and their sums are made by the statements that the triggers run: one pass over ten million
rows instead of one trigger's copy of them for each table of sums.
"""

from datetime import datetime

import psycopg

from tests.integration.schema import migrate

# One call in 50 fails (half of those cost money all the same), one in ten tells its rate limit.
_USAGE = """
INSERT INTO fal_ai_usage
  (endpoint, request_id, status, response_time, cost, error_message, rate_limit_remaining, created_at)
SELECT
  'fal-ai/model-' || n %% 5, 'req-' || n, CASE WHEN n %% 50 = 0 THEN 'error' ELSE 'success' END, 500 + n %% 3000,
  n %% 7 * 0.01, CASE WHEN n %% 50 = 0 THEN 'HTTP 500' END, CASE WHEN n %% 10 = 3 THEN 40 + n %% 20 END,
  %(now)s::timestamptz - n::float8 / %(rows)s * interval '90 days'
FROM generate_series(1, %(rows)s) AS n
ORDER BY n DESC
"""
# One event in four is of a payment, one in two of those is a second try, and one in six of them fails. One in a
# hundred was not handled, one in 500 only later, one in a thousand too slowly.
_EVENTS = """
INSERT INTO stripe_webhook_events
  (event_id, event_type, status, processing_time, created_at, payment_intent, payment_outcome, decline_code, payer,
   livemode, occurred_at, received_at, delivered_at, failed_at)
SELECT
  'evt_' || n,
  CASE WHEN n %% 24 = 0 THEN 'payment_intent.payment_failed' WHEN n %% 4 = 0 THEN 'payment_intent.succeeded'
    ELSE (ARRAY['checkout.session.completed', 'charge.succeeded', 'charge.updated', 'invoice.paid',
      'customer.created'])[1 + n %% 5] END,
  CASE WHEN n %% 100 = 1 THEN 'failed' ELSE 'success' END, CASE WHEN n %% 1000 = 7 THEN 6000 ELSE 50 + n %% 100 END,
  at, CASE WHEN n %% 4 = 0 THEN 'pi_' || n / 8 END,
  CASE WHEN n %% 24 = 0 THEN 'failed' WHEN n %% 4 = 0 THEN 'succeeded' END,
  CASE WHEN n %% 48 = 0 THEN 'processing_error' WHEN n %% 24 = 0 THEN 'card_declined' END,
  CASE WHEN n %% 4 = 0 THEN md5((n / 16)::text) END, true, at - interval '2 seconds', at - interval '1 second',
  at - interval '1 second', CASE WHEN n %% 500 = 3 THEN at - interval '10 minutes' END
FROM generate_series(1, %(rows)s) AS n,
  LATERAL (SELECT %(now)s::timestamptz - n::float8 / %(rows)s * interval '90 days' AS at) AS moment
ORDER BY n DESC
"""
_REFUSALS = """
INSERT INTO stripe_signature_failures (minute, source, reason, failures)
SELECT date_trunc('minute', %(now)s::timestamptz) - n * interval '20 minutes', 'source', 'mismatch', 1
FROM generate_series(0, 100) AS n
"""
_SUMS = """
DO $$ BEGIN
  EXECUTE fal_ai_usage_roll_up_statement('SELECT 1 AS sign, * FROM fal_ai_usage');
  EXECUTE stripe_webhook_events_roll_up_statement('SELECT 1 AS sign, * FROM stripe_webhook_events');
  EXECUTE stripe_webhook_events_minutes_statement('SELECT 1 AS sign, created_at, livemode FROM stripe_webhook_events');
  EXECUTE stripe_payments_statement('true');
END $$
"""
_TABLES = ("fal_ai_usage", "stripe_webhook_events")

_OUTAGE = """
UPDATE stripe_webhook_events SET status = 'failed' WHERE created_at >= %(now)s::timestamptz - interval '1 day'
"""


def fill(url: str, rows: int, now: datetime) -> None:
    """Migrate the database and give both telemetry tables `rows` rows."""
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        _switch(connection, "DISABLE")
        for statement in (_USAGE, _EVENTS, _REFUSALS):
            connection.execute(statement.encode(), {"rows": rows, "now": now})
        _switch(connection, "ENABLE")
        connection.execute(_SUMS.encode())
        connection.execute("VACUUM ANALYZE")


def _switch(connection: psycopg.Connection, triggers: str) -> None:
    for table in _TABLES:
        connection.execute(f"ALTER TABLE {table} {triggers} TRIGGER USER".encode())


def fail_for_a_day(url: str, now: datetime) -> None:
    """Let all events of the day before `now` have failed."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_OUTAGE.encode(), {"now": now})
        connection.execute("VACUUM ANALYZE stripe_webhook_events")
