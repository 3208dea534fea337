"""Rows of monitoring_deliveries: each attempt to tell somebody."""

from collections.abc import Sequence

from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.json_values import rows_as_json

_INSERT = """
INSERT INTO monitoring_deliveries
  (transition_key, alert_id, transition, channel, outcome, provider_id, error, attempt, attempted_at)
SELECT transition_key, alert_id, transition, channel, outcome, provider_id, error, attempt, attempted_at
FROM jsonb_to_recordset(%s::jsonb) AS record (
  transition_key text, alert_id text, transition text, channel text, outcome text,
  provider_id text, error text, attempt integer, attempted_at timestamptz
)
ON CONFLICT DO NOTHING
"""


def insert_deliveries(cursor: Cursor, records: Sequence[DeliveryRecord]) -> None:
    """Insert those that are not there yet."""
    cursor.execute(_INSERT, [rows_as_json(records)])
