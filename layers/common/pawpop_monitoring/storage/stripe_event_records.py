"""Rows of stripe_webhook_events, each event once, and of stripe_signature_failures."""

from collections.abc import Sequence

from pawpop_monitoring.contracts.tracking_records import SignatureFailureRecord, StripeEventRecord
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.json_values import rows_as_json

# Of several records of one event a success counts before a failure, and that before a delivery of which the shop
# told nothing; else the first one. The order is total, so that the same rows come out whatever the order of arrival.
# What the event says of a payment is the same in all records that say anything, and so outlives the outcome.
_INSERT_EVENTS = """
INSERT INTO stripe_webhook_events AS kept (
  event_id, event_type, status, processing_time, error_message, created_at,
  payment_intent, payment_outcome, decline_code, amount, currency
)
SELECT DISTINCT ON (event_id)
  event_id, event_type, status, processing_time, error_message, observed_at,
  max(payment_intent) OVER event, max(payment_outcome) OVER event, max(decline_code) OVER event,
  max(amount) OVER event, max(currency) OVER event
FROM jsonb_to_recordset(%s::jsonb) AS record (
  event_id text, event_type text, status text, processing_time double precision, error_message text,
  payment_intent text, payment_outcome text, decline_code text, amount bigint, currency text, observed_at timestamptz
)
WINDOW event AS (PARTITION BY event_id)
ORDER BY event_id, processing_time IS NULL, status = 'failed', observed_at, coalesce(processing_time, -1),
  event_type, coalesce(error_message, '')
ON CONFLICT (event_id) DO UPDATE SET
  (event_type, status, processing_time, error_message, created_at) = (
    SELECT event_type, status, processing_time, error_message, created_at
    FROM (VALUES
      (kept.event_type, kept.status, kept.processing_time, kept.error_message, kept.created_at),
      (excluded.event_type, excluded.status, excluded.processing_time, excluded.error_message, excluded.created_at)
    ) AS record (event_type, status, processing_time, error_message, created_at)
    ORDER BY processing_time IS NULL, status = 'failed', created_at, coalesce(processing_time, -1),
      event_type, coalesce(error_message, '')
    LIMIT 1
  ),
  payment_intent = coalesce(kept.payment_intent, excluded.payment_intent),
  payment_outcome = coalesce(kept.payment_outcome, excluded.payment_outcome),
  decline_code = coalesce(kept.decline_code, excluded.decline_code),
  amount = coalesce(kept.amount, excluded.amount),
  currency = coalesce(kept.currency, excluded.currency)
WHERE (
  excluded.processing_time IS NULL, excluded.status = 'failed', excluded.created_at,
  coalesce(excluded.processing_time, -1), excluded.event_type, coalesce(excluded.error_message, '')
) < (
  kept.processing_time IS NULL, kept.status = 'failed', kept.created_at,
  coalesce(kept.processing_time, -1), kept.event_type, coalesce(kept.error_message, '')
) OR (kept.payment_intent IS NULL AND excluded.payment_intent IS NOT NULL)
"""

_INSERT_SIGNATURE_FAILURES = """
INSERT INTO stripe_signature_failures AS kept (source, minute, reason, failures)
SELECT source, minute, reason, max(failures)
FROM jsonb_to_recordset(%s::jsonb) AS record (source text, minute timestamptz, reason text, failures integer)
GROUP BY minute, source, reason
ORDER BY minute, source, reason
ON CONFLICT (minute, source, reason) DO UPDATE SET failures = excluded.failures
WHERE excluded.failures > kept.failures
"""


def insert_stripe_events(cursor: Cursor, records: Sequence[StripeEventRecord]) -> None:
    """Insert the events that are not there yet; a failure gives way to a success, never the reverse."""
    cursor.execute(_INSERT_EVENTS, [rows_as_json(records)])


def insert_signature_failures(cursor: Cursor, records: Sequence[SignatureFailureRecord]) -> None:
    """Keep the highest count of each source, minute and reason."""
    cursor.execute(_INSERT_SIGNATURE_FAILURES, [rows_as_json(records)])
