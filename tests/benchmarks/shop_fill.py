"""What does not grow with a shop's customers: its checks of 100 days, every five minutes; and its alerts."""

from contextlib import closing
from datetime import datetime, timedelta

import psycopg

from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.day_records import DayRecords

# Rows of checks are kept for 30 days, their sums for 100.
_CHECKS = """
INSERT INTO system_health_metrics (service, status, response_time, error_rate, details, created_at)
SELECT service, CASE WHEN n %% 400 = 0 THEN 'down' ELSE 'healthy' END, 80 + n %% 50, n %% 3, jsonb_build_object(
    'usedConnections', 10 + n %% 20, 'connectionUtilization', 20 + n %% 40, 'averageQueryMs', 4 + n %% 9,
    'probeMs', 60 + n %% 30, 'responseTimeP50', 900 + n %% 300, 'responseTimeP95', 2000 + n %% 900,
    'databaseSizeBytes', 1000000000 + n * 1000, 'paymentSuccessRate', 95 + n %% 5,
    'connectionsByState', jsonb_build_object('active', n %% 5, 'idle', 8 + n %% 9)
  ), %(now)s::timestamptz - n * interval '5 minutes'
FROM generate_series(1, 28800) AS n, unnest(ARRAY['supabase', 'fal-ai', 'stripe', 'site', 'system']) AS service
"""
_OLD_CHECKS = "DELETE FROM system_health_metrics WHERE created_at < %(now)s::timestamptz - interval '30 days'"
_ALERTS = """
INSERT INTO monitoring_alerts
  (id, service, rule, fingerprint, severity, message, details, timestamp, last_seen, status, resolved_at, resolved_by,
   notified_at, notified_severity)
SELECT
  'alert_' || n, (ARRAY['supabase', 'fal-ai', 'stripe', 'system', 'site'])[1 + n %% 5], 'rule',
  'service:rule:' || n, severity, 'High connection usage detected', '{"value": 92.5, "threshold": 90.0, "unit": "%%"}',
  at, at, CASE WHEN n > 20 THEN 'resolved' ELSE 'open' END, CASE WHEN n > 20 THEN at + interval '20 minutes' END,
  CASE WHEN n > 20 THEN 'check' END, at, severity
FROM
  generate_series(%(first)s::integer, %(last)s::integer) AS n,
  LATERAL (SELECT %(now)s::timestamptz - interval '1 hour' - n::float8 / %(alerts)s * interval '29 days' AS at,
    (ARRAY['low', 'medium', 'high', 'critical'])[1 + n %% 4] AS severity) AS drawn
"""
_STEPS = """
INSERT INTO monitoring_alert_transitions (key, alert_id, kind, at, message, published_at, saved_at)
SELECT id || ':1', id, 'opened', timestamp, '{"alert": {"severity": "high"}}', timestamp, timestamp
FROM monitoring_alerts
"""
_DELIVERIES = """
INSERT INTO monitoring_deliveries (transition_key, alert_id, transition, channel, outcome, attempt, attempted_at)
SELECT id || ':1', id, 'opened', 'email', 'accepted', 1, timestamp FROM monitoring_alerts
"""
_DEPLOYMENTS = """
INSERT INTO monitoring_deployments (id, at, label, told_by)
SELECT 'd' || n, %(now)s::timestamptz - n * interval '1 day', 'v' || n, 'ci' FROM generate_series(1, 60) AS n
"""


_STATEMENTS = 100
"""So many write the alerts, since each of them leaves its own rows in the counts."""


def fill_shop(url: str, alerts: int, now: datetime) -> None:
    """The database is migrated; `alerts` are those of the last month, 20 of them open."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (_CHECKS, _OLD_CHECKS):
            connection.execute(statement.encode(), {"now": now})
        step = max(1, alerts // _STATEMENTS)
        for first in range(1, alerts + 1, step):
            last = min(first + step - 1, alerts)
            connection.execute(_ALERTS.encode(), {"now": now, "alerts": alerts, "first": first, "last": last})
        for statement in (_STEPS, _DELIVERIES, _DEPLOYMENTS):
            connection.execute(statement.encode(), {"now": now})
        connection.execute("VACUUM ANALYZE")
    with closing(Database(lambda: url, budget=60)) as database:
        DayRecords(database, timedelta(minutes=15)).sum_up(now, budget=60)
