"""Rows of stripe_webhook_events, each event once, and of stripe_signature_failures."""

from collections.abc import Sequence

from psycopg import sql

from pawpop_monitoring.contracts.tracking_records import SignatureFailureRecord, StripeEventRecord
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.json_values import rows_as_json
from pawpop_monitoring.storage.stripe_event_bounds import within_bounds

# What is known of an event after some records: the columns of `known`, merged so that neither the order of arrival nor
# a copy matters. Of the outcomes a success counts before a failure, and that before a delivery of which the shop told
# nothing; else the first one, but for the text of a failure, which is the last one's. The order is total. What the
# event says of itself is the same in all records that say anything, and so outlives the outcome.
_FIRST = """
  ORDER BY processing_time IS NULL, status = 'failed', created_at, coalesce(processing_time, -1), event_type,
    coalesce(error_message, '')
"""
_MERGED = sql.SQL("""
  (array_agg(event_type {first}))[1] AS event_type,
  (array_agg(status {first}))[1] AS status,
  (array_agg(processing_time {first}))[1] AS processing_time,
  (array_agg(error_message {first}))[1] AS error_message,
  (array_agg(created_at {first}))[1] AS created_at,
  min(received_at) AS received_at,
  max(delivered_at) AS delivered_at,
  (array_agg(failure ORDER BY failed_at DESC, failure DESC NULLS LAST) FILTER (WHERE failed_at IS NOT NULL))[1]
    AS failure,
  max(failed_at) AS failed_at,
  max(payment_intent) AS payment_intent,
  max(payment_outcome) AS payment_outcome,
  max(decline_code) AS decline_code,
  max(amount) AS amount,
  max(currency) AS currency,
  max(payer) AS payer,
  bool_or(livemode) AS livemode,
  max(account) AS account,
  min(occurred_at) AS occurred_at
""").format(first=sql.SQL(_FIRST))
_COLUMNS = sql.SQL("""event_type, status, processing_time, error_message, created_at, received_at, delivered_at,
  failed_at, replaced_error, payment_intent, payment_outcome, decline_code, amount, currency, payer,
  livemode, account, occurred_at""")
_AS_ROW = sql.SQL("""
  event_type, status, processing_time, CASE status WHEN 'failed' THEN failure ELSE error_message END AS error_message,
  created_at, received_at, delivered_at, failed_at, CASE status WHEN 'success' THEN failure END AS replaced_error,
  payment_intent, payment_outcome, decline_code, amount, currency, payer, livemode, account, occurred_at
""")
# Older rows, and those of other writers, know nothing of records: theirs was the first.
_KNOWN = sql.SQL("""
  {row}.event_type, {row}.status, {row}.processing_time, {row}.error_message, {row}.created_at,
  least({row}.received_at, {row}.created_at), {row}.delivered_at,
  CASE {row}.status WHEN 'failed' THEN {row}.error_message ELSE {row}.replaced_error END,
  CASE {row}.status WHEN 'failed' THEN coalesce({row}.failed_at, {row}.created_at) ELSE {row}.failed_at END,
  {row}.payment_intent, {row}.payment_outcome, {row}.decline_code, {row}.amount, {row}.currency, {row}.payer,
  {row}.livemode, {row}.account, {row}.occurred_at
""")
_INSERT_EVENTS = sql.SQL("""
WITH known AS (
  SELECT
    event_id, event_type, status, processing_time, error_message, observed_at AS created_at,
    observed_at AS received_at, CASE WHEN delivered THEN observed_at END AS delivered_at,
    CASE status WHEN 'failed' THEN error_message END AS failure,
    CASE status WHEN 'failed' THEN observed_at END AS failed_at,
    payment_intent, payment_outcome, decline_code, amount, currency, payer, livemode, account, occurred_at
  FROM jsonb_to_recordset(%s::jsonb) AS record (
    event_id text, event_type text, status text, processing_time double precision, error_message text,
    payment_intent text, payment_outcome text, decline_code text, amount bigint, currency text, payer text,
    livemode boolean, account text, occurred_at timestamptz, delivered boolean, observed_at timestamptz
  )
), merged AS (
  SELECT event_id, {merged} FROM known GROUP BY event_id
)
INSERT INTO stripe_webhook_events AS kept (event_id, {columns})
SELECT event_id, {row} FROM merged ORDER BY event_id
ON CONFLICT (event_id) DO UPDATE SET ({columns}) = (
  SELECT {row} FROM (
    SELECT {merged}
    FROM (VALUES ({kept}), ({told})) AS known (
      event_type, status, processing_time, error_message, created_at, received_at, delivered_at, failure, failed_at,
      payment_intent, payment_outcome, decline_code, amount, currency, payer, livemode, account, occurred_at
    )
  ) AS merged
)
WHERE (
    excluded.processing_time IS NULL, excluded.status = 'failed', excluded.created_at,
    coalesce(excluded.processing_time, -1), excluded.event_type, coalesce(excluded.error_message, '')
  ) < (
    kept.processing_time IS NULL, kept.status = 'failed', kept.created_at,
    coalesce(kept.processing_time, -1), kept.event_type, coalesce(kept.error_message, '')
  )
  OR excluded.received_at < least(kept.received_at, kept.created_at)
  OR excluded.delivered_at > coalesce(kept.delivered_at, '-infinity')
  OR excluded.failed_at >= coalesce(kept.failed_at, '-infinity')
  OR (kept.payment_intent IS NULL AND excluded.payment_intent IS NOT NULL)
  OR (kept.livemode IS NULL AND excluded.livemode IS NOT NULL)
  OR (kept.occurred_at IS NULL AND excluded.occurred_at IS NOT NULL)
""").format(
    merged=_MERGED,
    columns=_COLUMNS,
    row=_AS_ROW,
    kept=_KNOWN.format(row=sql.SQL("kept")),
    told=_KNOWN.format(row=sql.SQL("excluded")),
)

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
    """Insert new events, as far as there is room; a failure gives way to a success, never the reverse."""
    if kept := within_bounds(cursor, records):
        cursor.execute(_INSERT_EVENTS, [rows_as_json(kept)])


def insert_signature_failures(cursor: Cursor, records: Sequence[SignatureFailureRecord]) -> None:
    """Keep the highest count of each source, minute and reason."""
    cursor.execute(_INSERT_SIGNATURE_FAILURES, [rows_as_json(records)])
