"""Rows of monitoring_deliveries: each attempt to tell somebody."""

from collections.abc import Sequence

from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.json_values import rows_as_json

# Messages that are told together, and one that was put aside and sent again, count their attempts each for
# themselves; of two that bear one number the one that succeeded is kept, and of what waits the last word.
_INSERT = """
INSERT INTO monitoring_deliveries AS known
  (transition_key, alert_id, transition, channel, outcome, provider_id, error, why, until, attempt, attempted_at)
SELECT DISTINCT ON (transition_key, channel, attempt)
  transition_key, alert_id, transition, channel, outcome, provider_id, error, why, until, attempt, attempted_at
FROM jsonb_to_recordset(%s::jsonb) AS record (
  transition_key text, alert_id text, transition text, channel text, outcome text, provider_id text,
  error text, why text, until timestamptz, attempt integer, attempted_at timestamptz
)
ORDER BY transition_key, channel, attempt, outcome = 'accepted' DESC, attempted_at DESC
ON CONFLICT (transition_key, channel, attempt) DO UPDATE SET
  outcome = excluded.outcome, provider_id = excluded.provider_id, error = excluded.error,
  why = excluded.why, until = excluded.until, attempted_at = excluded.attempted_at
WHERE (excluded.outcome = 'accepted' AND known.outcome <> 'accepted')
  OR (excluded.attempt = 0 AND excluded.attempted_at > known.attempted_at)
"""


def insert_deliveries(cursor: Cursor, records: Sequence[DeliveryRecord]) -> None:
    """Insert those that are not there yet; what was accepted replaces what was not, and a later word an earlier one."""
    cursor.execute(_INSERT, [rows_as_json(records)])
