"""Alerts that were opened while Postgres could not be written, on their way into the table."""

from collections.abc import Sequence

from psycopg import sql

from pawpop_monitoring.contracts.records import AlertRecord
from pawpop_monitoring.storage.alert_rows import COLUMNS
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.json_values import rows_as_json

# Copies of one alert arrive in any order; the one that was seen last counts them all.
_NEWEST = sql.SQL("""
WITH newest AS (
  SELECT DISTINCT ON (id) {columns}
  FROM jsonb_populate_recordset(NULL::monitoring_alerts, %s::jsonb)
  ORDER BY id, notified_at NULLS LAST, last_seen DESC
)
""").format(columns=COLUMNS)

_INSERT = _NEWEST + sql.SQL("""
INSERT INTO monitoring_alerts ({columns}) SELECT {columns} FROM newest ORDER BY timestamp, id
ON CONFLICT DO NOTHING
""").format(columns=COLUMNS)

_COUNT = _NEWEST + sql.SQL("""
UPDATE monitoring_alerts AS stored
SET last_seen = greatest(stored.last_seen, newest.last_seen),
  occurrences = greatest(stored.occurrences, newest.occurrences),
  notified_at = coalesce(stored.notified_at, newest.notified_at),
  notified_severity = coalesce(stored.notified_severity, newest.notified_severity),
  silenced_by = CASE WHEN coalesce(stored.notified_at, newest.notified_at) IS NULL THEN stored.silenced_by END
FROM newest
WHERE stored.id = newest.id AND NOT stored.resolved
  AND (stored.last_seen < newest.last_seen OR (stored.notified_at IS NULL AND newest.notified_at IS NOT NULL))
""")


def insert_alerts(cursor: Cursor, records: Sequence[AlertRecord]) -> None:
    """Insert alerts whose id is new and whose fingerprint has no other open alert; count on those still open."""
    rows = rows_as_json([record.alert for record in records])
    cursor.execute(_INSERT, [rows])
    cursor.execute(_COUNT, [rows])
