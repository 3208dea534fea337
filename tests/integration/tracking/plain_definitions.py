"""What every figure has to be: reports as they were told, in tables without triggers, and plain SQL over those."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import dict_row

from pawpop_monitoring.contracts.tracking_records import FalUsageRecord, StripeEventRecord
from pawpop_monitoring.storage.json_values import rows_as_json

_TABLES = """
CREATE TABLE IF NOT EXISTS told_usage (
  endpoint text, request_id text, status text, response_time double precision, cost numeric, called_at timestamptz,
  observed_at timestamptz
);
CREATE TABLE IF NOT EXISTS told_events (
  event_id text, status text, processing_time double precision, payment_intent text, payment_outcome text,
  decline_code text, livemode boolean, account text, occurred_at timestamptz, observed_at timestamptz
);
TRUNCATE told_usage, told_events;
"""
# A request cost what was told last, and was made when that was told last, or else when it was first heard of. It took
# as long as the longest report of its success, or else of its failure.
_REQUEST = """
WITH request AS (
  SELECT
    request_id,
    bool_or(status = 'success') AS succeeded,
    coalesce(max(response_time) FILTER (WHERE status = 'success'), max(response_time)) AS took,
    (SELECT cost FROM told_usage AS cost WHERE cost.request_id = told.request_id AND cost.cost IS NOT NULL
     ORDER BY observed_at DESC LIMIT 1) AS cost,
    coalesce(
      (SELECT called_at FROM told_usage AS time WHERE time.request_id = told.request_id AND called_at IS NOT NULL
       ORDER BY observed_at DESC LIMIT 1),
      min(observed_at)
    ) AS at
  FROM told_usage AS told GROUP BY request_id
), within AS (
  SELECT * FROM request WHERE at >= %(since)s AND at < %(until)s
)
"""
_SPENT = f"""{_REQUEST}
SELECT
  coalesce(sum(cost), 0) AS cost, count(*) AS requests, count(*) FILTER (WHERE NOT succeeded) AS failed,
  round(avg(took::numeric), 2) AS average, round(100.0 * count(*) FILTER (WHERE NOT succeeded) / nullif(count(*), 0), 2)
    AS error_rate,
  round((percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FILTER (WHERE succeeded))::numeric, 1)::float8 AS p50,
  round((percentile_cont(0.95) WITHIN GROUP (ORDER BY took) FILTER (WHERE succeeded))::numeric, 1)::float8 AS p95,
  to_char(round(coalesce(sum(cost), 0), 2), 'FM$999,999,990.00') AS told
FROM within
"""
# The outcome of an event is its first success that the shop told, or else its first failure, or else it only arrived.
_EVENT = """
WITH event AS (
  SELECT
    event_id,
    bool_or(livemode IS FALSE) AS test,
    bool_or(account IS NOT NULL) AS connected,
    max(payment_intent) AS payment,
    max(payment_outcome) AS outcome,
    max(decline_code) AS code,
    least(min(occurred_at), min(observed_at)) AS happened_at,
    (SELECT status FROM told_events AS best WHERE best.event_id = told.event_id AND processing_time IS NOT NULL
     ORDER BY status = 'failed', observed_at LIMIT 1) AS handled,
    coalesce(
      (SELECT observed_at FROM told_events AS best WHERE best.event_id = told.event_id AND processing_time IS NOT NULL
       ORDER BY status = 'failed', observed_at LIMIT 1),
      min(observed_at)
    ) AS at
  FROM told_events AS told GROUP BY event_id
), judged AS (
  SELECT * FROM event WHERE NOT test OR NOT EXISTS (SELECT FROM event WHERE NOT test)
)
"""
_WEBHOOKS = f"""{_EVENT}
SELECT
  count(*) AS arrived,
  count(*) FILTER (WHERE handled IS NOT NULL) AS handled,
  count(*) FILTER (WHERE handled = 'failed') AS failed,
  round(100.0 * count(*) FILTER (WHERE handled = 'success')
    / nullif(count(*) FILTER (WHERE handled IS NOT NULL), 0), 2) AS rate
FROM judged WHERE at >= %(since)s AND at < %(until)s
"""
_PAYMENTS = f"""{_EVENT}
SELECT succeeded, CASE WHEN succeeded THEN '' ELSE code END AS code, count(*) AS payments
FROM (
  SELECT
    payment, bool_or(outcome = 'succeeded') AS succeeded,
    (array_agg(code ORDER BY happened_at DESC))[1] AS code
  FROM judged WHERE outcome IS NOT NULL AND NOT connected AND happened_at >= %(since)s AND happened_at < %(until)s
  GROUP BY payment
) AS told
GROUP BY 1, 2
"""


class PlainDefinitions:
    """Over one database; windows are half-open."""

    def __init__(self, direct: psycopg.Connection) -> None:
        self._cursor = direct.cursor(row_factory=dict_row)
        self._cursor.execute(_TABLES)

    def tell(self, usage: Sequence[FalUsageRecord], events: Sequence[StripeEventRecord]) -> None:
        """Keep the reports as they are."""
        for table, records in (("told_usage", usage), ("told_events", events)):
            statement = f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
            self._cursor.execute(statement.encode(), [rows_as_json(records)])

    def spent(self, since: datetime, until: datetime) -> Decimal:
        """US dollars."""
        return Decimal(self._row(_SPENT, since, until)["cost"])

    def usage(self, since: datetime, until: datetime) -> dict[str, Any]:
        """Requests, those that failed, error_rate (%), how long they took (ms), and the cost as a person reads it."""
        return self._row(_SPENT, since, until)

    def webhooks(self, since: datetime, until: datetime) -> tuple[int, int, int, Decimal | None]:
        """Those that arrived, that the shop told of, that failed, and the rate in percent of those it told of."""
        row = self._row(_WEBHOOKS, since, until)
        return row["arrived"], row["handled"], row["failed"], row["rate"]

    def payments(self, since: datetime, until: datetime) -> tuple[int, dict[str, int]]:
        """Those that succeeded, and those that failed by code."""
        rows = self._cursor.execute(_PAYMENTS.encode(), {"since": since, "until": until}).fetchall()
        succeeded = sum(row["payments"] for row in rows if row["succeeded"])
        return succeeded, {row["code"]: row["payments"] for row in rows if not row["succeeded"]}

    def _row(self, query: str, since: datetime, until: datetime) -> dict[str, Any]:
        return self._cursor.execute(query.encode(), {"since": since, "until": until}).fetchall()[0]
