"""Reads what may be saved: indexes that nobody reads, alerts that nobody needed, calls that cost too much."""

from datetime import datetime

from pawpop_monitoring.domain.readings.trends import NoisyRule, Savings, UnusedIndex
from pawpop_monitoring.storage.call_savings import read_repeated_calls, read_uneven_calls
from pawpop_monitoring.storage.connection import Cursor

# Not ours, and none that holds a rule (unique, primary). Statistics that began lately tell nothing.
_UNUSED_INDEXES = """
SELECT format('%%s.%%s', schemaname, indexrelname) AS name, pg_relation_size(indexrelid) AS size_bytes,
  left(pg_get_indexdef(indexrelid), 300) AS definition, began.at AS since
FROM pg_stat_user_indexes JOIN pg_index USING (indexrelid) CROSS JOIN (
  SELECT coalesce(stats_reset, pg_postmaster_start_time()) AS at FROM pg_stat_database
  WHERE datname = current_database()
) AS began
WHERE idx_scan = 0 AND NOT indisunique AND NOT indisprimary AND indisvalid
  AND began.at < %(now)s - interval '28 days'
  AND pg_relation_size(indexrelid) > 100 * 1024 * 1024
  AND schemaname NOT IN ('auth', 'storage', 'realtime', 'extensions', 'vault', 'cron', 'net', 'supabase_functions')
  AND relname NOT LIKE 'monitoring\\_%%' AND relname NOT LIKE 'stripe\\_%%'
  AND relname NOT LIKE 'fal\\_ai\\_%%' AND relname NOT LIKE 'system\\_health\\_%%'
ORDER BY size_bytes DESC LIMIT 3
"""

_NOISY_RULES = """
SELECT service, rule, count(*) AS times, max(threshold) AS threshold, max(value) AS highest, max(unit) AS unit
FROM (
  SELECT service, rule, details ->> 'unit' AS unit,
    CASE WHEN jsonb_typeof(details -> 'value') = 'number' THEN (details ->> 'value')::numeric END AS value,
    CASE WHEN jsonb_typeof(details -> 'threshold') = 'number' THEN (details ->> 'threshold')::numeric END AS threshold
  FROM monitoring_alerts
  WHERE resolved_at >= %(now)s - interval '30 days' AND resolved_at < %(now)s AND resolved
    AND resolved_by = 'check' AND acknowledged_at IS NULL AND notified_at IS NOT NULL
  ORDER BY resolved_at DESC LIMIT 5000
) AS ended
WHERE value > threshold AND value < 1e12
GROUP BY 1, 2 HAVING count(*) >= 5
ORDER BY 3 DESC, 1, 2 LIMIT 3
"""


def read_savings(cursor: Cursor, now: datetime) -> Savings:
    """Of the last weeks; the most of each first."""
    at = {"now": now}
    return Savings(
        unused_indexes=tuple(UnusedIndex(**row) for row in cursor.execute(_UNUSED_INDEXES, at)),
        noisy_rules=tuple(
            NoisyRule(
                service=row["service"],
                rule=row["rule"],
                times=row["times"],
                threshold=float(row["threshold"]),
                highest=float(row["highest"]),
                unit=row["unit"] or "",
            )
            for row in cursor.execute(_NOISY_RULES, at)
        ),
        repeated_calls=read_repeated_calls(cursor, now),
        uneven_calls=read_uneven_calls(cursor, now),
    )
