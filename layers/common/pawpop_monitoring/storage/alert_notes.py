"""Rows of monitoring_alert_notes: what people wrote down about an alert."""

from collections.abc import Sequence

from pawpop_monitoring.contracts.records import NoteRecord
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.json_values import rows_as_json

_INSERT = """
INSERT INTO monitoring_alert_notes (id, alert_id, at, author, note)
SELECT DISTINCT ON (id) id, alert_id, at, by, text
FROM jsonb_to_recordset(%s::jsonb) AS record (id text, alert_id text, at timestamptz, by text, text text)
ORDER BY id
ON CONFLICT DO NOTHING
"""


def insert_notes(cursor: Cursor, records: Sequence[NoteRecord]) -> None:
    """Insert those that are not there yet."""
    cursor.execute(_INSERT, [rows_as_json(records)])
