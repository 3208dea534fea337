"""Rows of fal_ai_usage: each call to fal.ai, once."""

from collections.abc import Sequence

from pawpop_monitoring.contracts.tracking_records import FalUsageRecord
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.json_values import rows_as_json

# Of several records of one request a success counts before an error, and else the first one. The order is total,
# so that the same rows come out whatever the order of arrival.
_INSERT = """
INSERT INTO fal_ai_usage AS kept
  (endpoint, request_id, status, response_time, cost, error_message, rate_limit_remaining, created_at)
SELECT DISTINCT ON (request_id)
  endpoint, request_id, status, response_time, cost, error_message, rate_limit_remaining,
  coalesce(called_at, observed_at)
FROM jsonb_to_recordset(%s::jsonb) AS record (
  endpoint text, request_id text, status text, response_time double precision, cost numeric,
  error_message text, rate_limit_remaining integer, called_at timestamptz, observed_at timestamptz
)
ORDER BY request_id, status = 'error', coalesce(called_at, observed_at), response_time, endpoint, coalesce(cost, -1),
  coalesce(error_message, ''), coalesce(rate_limit_remaining, -1)
ON CONFLICT (request_id) DO UPDATE SET
  endpoint = excluded.endpoint, status = excluded.status, response_time = excluded.response_time,
  cost = excluded.cost, error_message = excluded.error_message,
  rate_limit_remaining = excluded.rate_limit_remaining, created_at = excluded.created_at
WHERE (
  excluded.status = 'error', excluded.created_at, excluded.response_time, excluded.endpoint,
  coalesce(excluded.cost, -1), coalesce(excluded.error_message, ''), coalesce(excluded.rate_limit_remaining, -1)
) < (
  kept.status = 'error', kept.created_at, kept.response_time, kept.endpoint,
  coalesce(kept.cost, -1), coalesce(kept.error_message, ''), coalesce(kept.rate_limit_remaining, -1)
)
"""


def insert_fal_usage(cursor: Cursor, records: Sequence[FalUsageRecord]) -> None:
    """Insert the requests that are not there yet; an error gives way to a success."""
    cursor.execute(_INSERT, [rows_as_json(records)])
