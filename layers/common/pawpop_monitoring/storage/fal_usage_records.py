"""Rows of fal_ai_usage: each call to fal.ai once, merged from all that was reported of it."""

from collections.abc import Sequence

from psycopg import sql

from pawpop_monitoring.contracts.tracking_records import FalUsageRecord
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.fal_usage_bounds import within_bounds
from pawpop_monitoring.storage.json_values import rows_as_json

# What is known of a request after some reports: the columns of `known`, merged each for itself, so that nothing that
# one report leaves out is lost, and so that neither the order of arrival nor a copy matters.
# Of the costs the one told last counts: it corrects those before. The same for the endpoint, for the requests that are
# left, for the text of a failure, and for the time of the call where that was told; else it is the first report's.
# A success counts before a failure. Of its durations, or else of the failure's, the longest counts: a queue's
# submission and its result are one call. One call has one input, so of two hashes any may stand, but always the same.
_MERGED = sql.SQL("""
  (array_agg(endpoint ORDER BY told_at DESC, endpoint DESC))[1] AS endpoint,
  max(told_at) AS told_at,
  max(status) FILTER (WHERE status = 'success') AS succeeded,
  coalesce(max(response_time) FILTER (WHERE status = 'success'), max(response_time)) AS response_time,
  (array_agg(cost ORDER BY cost_told_at DESC, cost DESC) FILTER (WHERE cost IS NOT NULL))[1] AS cost,
  max(cost_told_at) AS cost_told_at,
  coalesce(
    (array_agg(created_at ORDER BY time_told_at DESC, created_at DESC) FILTER (WHERE time_told_at IS NOT NULL))[1],
    min(created_at)
  ) AS created_at,
  max(time_told_at) AS time_told_at,
  (array_agg(rate_limit_remaining ORDER BY rate_limit_at DESC, rate_limit_remaining)
    FILTER (WHERE rate_limit_remaining IS NOT NULL))[1] AS rate_limit_remaining,
  max(rate_limit_at) AS rate_limit_at,
  (array_agg(failure ORDER BY failed_at DESC, failure DESC NULLS LAST) FILTER (WHERE failed_at IS NOT NULL))[1]
    AS failure,
  max(failed_at) AS failed_at,
  max(remark) AS remark,
  max(prompt_hash) AS prompt_hash
""")
_COLUMNS = sql.SQL("""endpoint, status, response_time, cost, error_message, rate_limit_remaining, created_at,
  told_at, cost_told_at, time_told_at, rate_limit_at, failed_at, replaced_error, prompt_hash""")
_AS_ROW = sql.SQL("""
  endpoint, coalesce(succeeded, 'error') AS status, response_time, cost,
  CASE WHEN succeeded IS NULL THEN failure ELSE remark END AS error_message, rate_limit_remaining, created_at,
  told_at, cost_told_at, time_told_at, rate_limit_at, failed_at,
  CASE WHEN succeeded IS NOT NULL THEN failure END AS replaced_error,
  prompt_hash
""")
# Older rows, and those of other writers, know nothing of reports: theirs was the call itself.
_KNOWN = sql.SQL("""
  {row}.endpoint, coalesce({row}.told_at, {row}.created_at), {row}.status, {row}.response_time,
  {row}.cost, CASE WHEN {row}.cost IS NOT NULL THEN coalesce({row}.cost_told_at, {row}.created_at) END,
  {row}.created_at, {row}.time_told_at, {row}.rate_limit_remaining,
  CASE WHEN {row}.rate_limit_remaining IS NOT NULL THEN coalesce({row}.rate_limit_at, {row}.created_at) END,
  CASE {row}.status WHEN 'error' THEN {row}.error_message ELSE {row}.replaced_error END,
  CASE {row}.status WHEN 'error' THEN coalesce({row}.failed_at, {row}.created_at) ELSE {row}.failed_at END,
  CASE {row}.status WHEN 'success' THEN {row}.error_message END,
  {row}.prompt_hash
""")
_INSERT = sql.SQL("""
WITH known AS (
  SELECT
    request_id, endpoint, observed_at AS told_at, status, response_time,
    cost, CASE WHEN cost IS NOT NULL THEN observed_at END AS cost_told_at,
    coalesce(called_at, observed_at) AS created_at,
    CASE WHEN called_at IS NOT NULL THEN observed_at END AS time_told_at,
    rate_limit_remaining,
    CASE WHEN rate_limit_remaining IS NOT NULL THEN coalesce(called_at, observed_at) END AS rate_limit_at,
    CASE status WHEN 'error' THEN error_message END AS failure,
    CASE status WHEN 'error' THEN observed_at END AS failed_at,
    CASE status WHEN 'success' THEN error_message END AS remark,
    prompt_hash
  FROM jsonb_to_recordset(%s::jsonb) AS report (
    endpoint text, request_id text, status text, response_time double precision, cost numeric, error_message text,
    rate_limit_remaining integer, prompt_hash text, called_at timestamptz, observed_at timestamptz
  )
), merged AS (
  SELECT request_id, {merged} FROM known GROUP BY request_id
)
INSERT INTO fal_ai_usage AS kept (request_id, {columns})
SELECT request_id, {row} FROM merged ORDER BY request_id
ON CONFLICT (request_id) DO UPDATE SET ({columns}) = (
  SELECT {row} FROM (
    SELECT {merged}
    FROM (VALUES ({kept}), ({told})) AS known (
      endpoint, told_at, status, response_time, cost, cost_told_at, created_at, time_told_at,
      rate_limit_remaining, rate_limit_at, failure, failed_at, remark, prompt_hash
    )
  ) AS merged
)
""").format(
    merged=_MERGED,
    columns=_COLUMNS,
    row=_AS_ROW,
    kept=_KNOWN.format(row=sql.SQL("kept")),
    told=_KNOWN.format(row=sql.SQL("excluded")),
)


def insert_fal_usage(cursor: Cursor, records: Sequence[FalUsageRecord]) -> None:
    """Insert the requests that are not there yet, and add to the others what was not known of them."""
    if kept := within_bounds(cursor, records):
        cursor.execute(_INSERT, [rows_as_json(kept)])
