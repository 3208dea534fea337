"""Telemetry tables with any number of rows, all of the 90 days before a moment."""

from datetime import datetime

import psycopg

from tests.integration.schema import migrate

_USAGE = """
INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, error_message, created_at)
SELECT
  'fal-ai/model-' || n %% 5, 'req-' || n, CASE WHEN n %% 50 = 0 THEN 'error' ELSE 'success' END, 500 + n %% 3000,
  n %% 7 * 0.01, CASE WHEN n %% 50 = 0 THEN 'HTTP 500' END,
  %(now)s::timestamptz - n::float8 / %(rows)s * interval '90 days'
FROM generate_series(1, %(rows)s) AS n
"""
# One event in four is of a payment, one in two of those is a second try, and one in six of them fails.
_EVENTS = """
INSERT INTO stripe_webhook_events
  (event_id, event_type, status, processing_time, created_at, payment_intent, payment_outcome, decline_code)
SELECT
  'evt_' || n, CASE WHEN n %% 4 = 0 THEN 'payment_intent.succeeded' ELSE 'invoice.paid' END,
  CASE WHEN n %% 100 = 0 THEN 'failed' ELSE 'success' END, 50 + n %% 100,
  %(now)s::timestamptz - n::float8 / %(rows)s * interval '90 days',
  CASE WHEN n %% 4 = 0 THEN 'pi_' || n / 8 END,
  CASE WHEN n %% 24 = 0 THEN 'failed' WHEN n %% 4 = 0 THEN 'succeeded' END,
  CASE WHEN n %% 48 = 0 THEN 'processing_error' WHEN n %% 24 = 0 THEN 'card_declined' END
FROM generate_series(1, %(rows)s) AS n
"""
_REFUSALS = """
INSERT INTO stripe_signature_failures (minute, source, reason, failures)
SELECT date_trunc('minute', %(now)s::timestamptz) - n * interval '20 minutes', 'source', 'mismatch', 1
FROM generate_series(0, 100) AS n
"""

_OUTAGE = """
UPDATE stripe_webhook_events SET status = 'failed' WHERE created_at >= %(now)s::timestamptz - interval '1 day'
"""


def fill(url: str, rows: int, now: datetime) -> None:
    """Migrate the database and give both telemetry tables `rows` rows."""
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (_USAGE, _EVENTS, _REFUSALS):
            connection.execute(statement.encode(), {"rows": rows, "now": now})
        connection.execute("VACUUM ANALYZE")


def fail_for_a_day(url: str, now: datetime) -> None:
    """Let all events of the day before `now` have failed."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_OUTAGE.encode(), {"now": now})
        connection.execute("VACUUM ANALYZE stripe_webhook_events")
