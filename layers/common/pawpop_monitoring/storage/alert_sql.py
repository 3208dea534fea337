"""The statements of the alert store."""

from psycopg import sql

from pawpop_monitoring.storage.alert_rows import ASSIGNMENTS, COLUMNS, PLACEHOLDERS

LOAD = """
SELECT
  wanted.fingerprint AS wanted,
  coalesce(state.bad, 0) AS bad,
  coalesce(state.good, 0) AS good,
  coalesce(state.version, 0) AS version,
  alert.*
FROM unnest(%s::text[]) AS wanted (fingerprint)
LEFT JOIN monitoring_rule_states AS state ON state.fingerprint = wanted.fingerprint
LEFT JOIN monitoring_alerts AS alert ON alert.fingerprint = wanted.fingerprint AND NOT alert.resolved
"""

FIND = "SELECT * FROM monitoring_alerts WHERE id = %s"

INSERT_STATE = """
INSERT INTO monitoring_rule_states (fingerprint, bad, good, version)
VALUES (%(fingerprint)s, %(bad)s, %(good)s, 1)
ON CONFLICT DO NOTHING
"""

UPDATE_STATE = """
UPDATE monitoring_rule_states SET bad = %(bad)s, good = %(good)s, version = version + 1, updated_at = now()
WHERE fingerprint = %(fingerprint)s AND version = %(version)s
"""

OPEN = sql.SQL("""
INSERT INTO monitoring_alerts ({columns}) VALUES ({values})
ON CONFLICT (id) DO UPDATE SET {assignments} WHERE monitoring_alerts.resolved
""").format(columns=COLUMNS, values=PLACEHOLDERS, assignments=ASSIGNMENTS)

UPDATE = sql.SQL("""
UPDATE monitoring_alerts SET {assignments}
WHERE id = %(id)s AND id = %(id_before)s AND status = %(status_before)s AND sequence = %(sequence_before)s
""").format(assignments=ASSIGNMENTS)

ADOPT = sql.SQL("INSERT INTO monitoring_alerts ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING").format(
    columns=COLUMNS, values=PLACEHOLDERS
)

INSERT_TRANSITION = """
INSERT INTO monitoring_alert_transitions (key, alert_id, kind, at, message)
VALUES (%(key)s, %(alert_id)s, %(kind)s, %(at)s, %(message)s)
ON CONFLICT DO NOTHING
"""

UNPUBLISHED = """
SELECT message::text FROM monitoring_alert_transitions
WHERE published_at IS NULL
ORDER BY at, key
LIMIT %s
"""

MARK_PUBLISHED = """
UPDATE monitoring_alert_transitions SET published_at = now() WHERE key = ANY (%s) AND published_at IS NULL
"""
