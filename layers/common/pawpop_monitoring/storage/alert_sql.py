"""The statements of the alert store."""

from psycopg import sql

from pawpop_monitoring.storage.alert_rows import ASSIGNMENTS, COLUMNS, PLACEHOLDERS

_STATE_AND_ALERT = sql.SQL("""
  coalesce(state.outcomes, '') AS outcomes,
  coalesce(state.looked_at, '{}') AS looked_at,
  coalesce(state.opens, '{}') AS opens,
  state.flapping_notified_at,
  coalesce(state.version, 0) AS version,
  alert.*
""")

LOAD = sql.SQL("""
SELECT wanted.fingerprint AS wanted, {columns}
FROM unnest(%s::text[]) AS wanted (fingerprint)
LEFT JOIN monitoring_rule_states AS state ON state.fingerprint = wanted.fingerprint
LEFT JOIN monitoring_alerts AS alert ON alert.fingerprint = wanted.fingerprint AND NOT alert.resolved
""").format(columns=_STATE_AND_ALERT)

OPEN_STATES = sql.SQL("""
SELECT alert.fingerprint AS wanted, {columns}
FROM monitoring_alerts AS alert
LEFT JOIN monitoring_rule_states AS state ON state.fingerprint = alert.fingerprint
WHERE alert.id IN (
  (
    SELECT id FROM monitoring_alerts
    WHERE NOT resolved AND rule <> 'legacy' AND notified_at IS NOT NULL ORDER BY notified_at LIMIT %(limit)s
  )
  UNION ALL
  (
    SELECT id FROM monitoring_alerts
    WHERE NOT resolved AND rule <> 'legacy' AND notified_at IS NULL ORDER BY random() LIMIT %(limit)s
  )
)
ORDER BY alert.notified_at NULLS FIRST
""").format(columns=_STATE_AND_ALERT)

FIND = "SELECT * FROM monitoring_alerts WHERE id = %s"

INSERT_STATE = """
INSERT INTO monitoring_rule_states (fingerprint, outcomes, looked_at, opens, flapping_notified_at, version)
VALUES (%(fingerprint)s, %(outcomes)s, %(looked_at)s, %(opens)s, %(flapping_notified_at)s, 1)
ON CONFLICT DO NOTHING
"""

UPDATE_STATE = """
UPDATE monitoring_rule_states
SET outcomes = %(outcomes)s, looked_at = %(looked_at)s, opens = %(opens)s,
  flapping_notified_at = %(flapping_notified_at)s, version = version + 1, updated_at = now()
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

ADOPT = sql.SQL("""
INSERT INTO monitoring_alerts ({columns}) VALUES ({values})
ON CONFLICT (id) DO UPDATE SET {assignments}
WHERE monitoring_alerts.resolved AND (
  (monitoring_alerts.notified_at IS NULL AND EXCLUDED.notified_at IS NOT NULL)
  OR (%(reopened)s AND EXCLUDED.sequence > monitoring_alerts.sequence)
)
""").format(columns=COLUMNS, values=PLACEHOLDERS, assignments=ASSIGNMENTS)

INSERT_TRANSITION = """
INSERT INTO monitoring_alert_transitions (key, alert_id, kind, at, message)
VALUES (%(key)s, %(alert_id)s, %(kind)s, %(at)s, %(message)s)
ON CONFLICT DO NOTHING
"""

UNPUBLISHED = """
SELECT key, message::text FROM monitoring_alert_transitions
WHERE published_at IS NULL AND refused IS NULL
ORDER BY at, key
LIMIT %s
"""

MARK_REFUSED = """
UPDATE monitoring_alert_transitions SET refused = left(%(reason)s, 200) WHERE key = %(key)s AND published_at IS NULL
"""

MARK_PUBLISHED = """
UPDATE monitoring_alert_transitions SET published_at = now() WHERE key = ANY (%s) AND published_at IS NULL
"""
