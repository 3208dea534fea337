"""The first question: everything that any Postgres answers to any role."""

from collections.abc import Mapping
from typing import Any

from pawpop_monitoring.domain.readings.supabase import ConnectionLimit, Connections, ReplicationSlot, Sessions, Upkeep

# The probe's own session is not counted: it is gone when a person looks. Other sessions of the monitor hold
# a slot like anybody's, but what they are at is not the shop's doing; they bear their name while they are at it.
#
# A default that makes transactions read-only is the shop's as well, unless it is our role's own, or was left behind
# by another client of a pooler (whose sessions then say 'session').
#
# Without pg_read_all_stats, other users' sessions look like nothing at all, so nothing is concluded of them.
# Functions that a hardened server may keep from us, such as pg_control_system(), would fail the whole question.
_QUESTION = """
WITH sessions AS MATERIALIZED (
  SELECT pid, usename, datname, state, application_name, wait_event_type,
    CASE WHEN wait_event_type = 'Lock' THEN pg_blocking_pids(pid) ELSE '{}' END AS blocked_by,
    extract(epoch FROM clock_timestamp() - xact_start) * 1000 AS transaction_ms,
    application_name IS DISTINCT FROM 'pawpop-monitoring' AS shop,
    extract(epoch FROM clock_timestamp() - query_start) * 1000 AS query_ms,
    extract(epoch FROM clock_timestamp() - state_change) * 1000 AS state_ms
  FROM {activity}
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
), states AS (
  SELECT coalesce(state, 'unknown') AS name, count(*) AS sessions FROM sessions GROUP BY 1
), applications AS (
  SELECT coalesce(nullif(left(application_name, 40), ''), '(unnamed)') AS name, count(*) AS sessions
  FROM sessions GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
), blocked AS (
  SELECT pid, blocked_by, (
    SELECT extract(epoch FROM clock_timestamp() - min(waitstart)) * 1000 FROM pg_locks
    WHERE pg_locks.pid = sessions.pid AND NOT granted
  ) AS waited_ms
  FROM sessions WHERE shop AND cardinality(blocked_by) > 0
), blockers AS (
  SELECT pid, left(application_name, 40) AS application, state, round(transaction_ms) AS "transactionMs"
  FROM sessions
  WHERE pid IN (SELECT unnest(blocked_by) FROM blocked) AND cardinality(blocked_by) = 0
  ORDER BY transaction_ms DESC NULLS LAST LIMIT 5
), limits AS (
  SELECT 'the database' AS of, datconnlimit AS most,
    (SELECT count(*) FROM sessions WHERE sessions.datname = current_database()) AS used
  FROM pg_database WHERE pg_database.datname = current_database() AND datconnlimit >= 0
  UNION ALL
  SELECT concat('the role ', rolname), rolconnlimit, count(*)
  FROM sessions JOIN pg_roles ON rolname = usename
  WHERE rolconnlimit >= 0 AND NOT rolsuper GROUP BY rolname, rolconnlimit
), ours AS (
  SELECT pg_class.oid, relname,
    has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(pg_class.oid, 'SELECT') AS is_granted
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE nspname = 'public' AND relname IN (
    'monitoring_alerts', 'monitoring_rule_states', 'monitoring_alert_transitions', 'monitoring_deliveries',
    'monitoring_own_transactions', 'system_health_metrics', 'fal_ai_usage', 'stripe_webhook_events'
  )
), read_only AS (
  SELECT EXISTS (
    SELECT FROM pg_db_role_setting, unnest(setconfig) AS setting
    WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)
      AND setting = 'default_transaction_read_only=on'
  ) AS of_our_role
), slots AS (
  SELECT slot_name, active, wal_status = 'lost' AS lost, pg_wal_lsn_diff(
    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn
  )::bigint AS lag
  FROM pg_replication_slots ORDER BY lag DESC NULLS FIRST LIMIT 20
), statistics AS (
  SELECT * FROM pg_stat_database WHERE datname = current_database()
)
SELECT /* pawpop-monitoring */
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sighted,
  {lent} AS lent,
  pg_is_in_recovery() OR (
    SELECT reset_val::boolean FROM pg_settings WHERE name = 'default_transaction_read_only'
  ) AND NOT (SELECT of_our_role FROM read_only) AS read_only,
  (SELECT of_our_role FROM read_only) AS role_is_read_only,
  current_setting('max_connections')::integer AS maximum,
  current_setting('superuser_reserved_connections')::integer
    + coalesce(current_setting('reserved_connections', true)::integer, 0) AS reserved,
  (SELECT sum(numbackends)::integer FROM pg_stat_database) AS backends,
  count(*)::integer AS used,
  (count(*) FILTER (WHERE state = 'idle'))::integer AS idle,
  (SELECT json_object_agg(name, sessions) FROM states) AS by_state,
  (SELECT json_object_agg(name, sessions) FROM applications) AS by_application,
  (max(query_ms) FILTER (WHERE shop AND state = 'active'))::float8 AS longest_query_ms,
  (count(*) FILTER (WHERE shop AND state LIKE 'idle in transaction%'))::integer AS idle_in_transaction,
  (max(state_ms) FILTER (WHERE shop AND state LIKE 'idle in transaction%'))::float8 AS oldest_idle_in_transaction_ms,
  (count(*) FILTER (WHERE shop AND state = 'disabled'))::integer AS silent,
  (SELECT count(*)::integer FROM blocked) AS blocked,
  (SELECT max(waited_ms)::float8 FROM blocked) AS longest_blocked_ms,
  (SELECT json_agg(blockers) FROM blockers) AS blockers,
  (SELECT json_agg(limits) FROM limits) AS limits,
  pg_database_size(current_database()) AS size_bytes,
  (SELECT max(greatest(age(datfrozenxid), mxid_age(datminmxid))) FROM pg_database) AS wraparound_age,
  (SELECT json_agg(slots) FROM slots) AS slots,
  (SELECT json_build_object(
    'at', extract(epoch FROM clock_timestamp()),
    'epoch', concat_ws('/', datid, extract(epoch FROM pg_postmaster_start_time()), extract(epoch FROM stats_reset)),
    'commits', xact_commit, 'rollbacks', xact_rollback, 'sessions', sessions, 'deadlocks', deadlocks,
    'blocksHit', blks_hit, 'blocksRead', blks_read,
    'own', coalesce((
      SELECT pg_stat_get_numscans(oid) FROM ours WHERE relname = 'monitoring_own_transactions'
    ), 0)
  ) FROM statistics) AS counters,
  (SELECT json_build_object(
    'schema', nspname,
    'version', extversion,
    'allowed', has_schema_privilege(extnamespace, 'USAGE'),
    'loaded', current_setting('pg_stat_statements.track', true) IS NOT NULL,
    'tracks', current_setting('pg_stat_statements.track', true) <> 'none',
    'identifies', current_setting('compute_query_id') <> 'off',
    'readable', (
      SELECT coalesce(bool_and(has_table_privilege(view.oid, 'SELECT')), false) FROM pg_class AS view
      WHERE relnamespace = extnamespace AND relname IN ('pg_stat_statements', 'pg_stat_statements_info')
    )
  ) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'pg_stat_statements') AS statements,
  coalesce((
    SELECT is_granted AND NOT row_security_active(oid) FROM ours WHERE relname = 'system_health_metrics'
  ), false) AS remembers,
  (SELECT json_agg(relname) FROM ours WHERE is_granted AND row_security_active(oid)) AS hidden,
  (SELECT string_agg(relname, ', ' ORDER BY relname) FILTER (WHERE NOT is_granted) FROM ours
    HAVING bool_or(is_granted)) AS forbidden
FROM sessions
"""

# Where the role can't be given the right to see other sessions, its owner lends the sight of them by a function.
_LENDING = """EXISTS (
    SELECT FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
    WHERE nspname = 'public' AND proname = 'monitoring_sessions' AND has_schema_privilege(pronamespace, 'USAGE')
      AND has_function_privilege(pg_proc.oid, 'EXECUTE')
  )"""
OVERVIEW = _QUESTION.replace("{activity}", "pg_stat_activity").replace("{lent}", _LENDING)
LENT_OVERVIEW = _QUESTION.replace("{activity}", "public.monitoring_sessions()").replace("{lent}", "true")


def is_sighted(row: Mapping[str, Any]) -> bool:
    """True if all sessions are seen, by right or by loan."""
    return bool(row["sighted"] or row.get("borrowed"))


def blindness_of(row: Mapping[str, Any]) -> list[str]:
    """What should be seen and is not, with the way out."""
    blind = []
    if row["hidden"]:
        blind.append("row security hides the monitoring tables; make the database user their owner")
    if row["forbidden"]:
        blind.append(f"the database user may not read {row['forbidden']}; make it the owner")
    if row["role_is_read_only"]:
        blind.append("the database user may only read; ALTER ROLE ... RESET default_transaction_read_only")
    if is_sighted(row) and row["silent"]:
        blind.append("sessions don't show what they are at; set track_activities = on")
    return blind


def connections_of(row: Mapping[str, Any]) -> Connections | None:
    """The connections; None for a role that can't see them all."""
    if not is_sighted(row):
        return None
    return Connections(
        used=row["used"],
        idle=row["idle"],
        usable=row["maximum"] - row["reserved"],
        maximum=row["maximum"],
        by_state=row["by_state"] or {},
        by_application=row["by_application"] or {},
        limits=tuple(ConnectionLimit(limit["of"], limit["used"], limit["most"]) for limit in row["limits"] or ()),
    )


def sessions_of(row: Mapping[str, Any]) -> Sessions | None:
    """What the sessions are at; None for a role that can't see them all."""
    if not is_sighted(row):
        return None
    return Sessions(
        longest_query_ms=_rounded(row["longest_query_ms"]),
        idle_in_transaction=row["idle_in_transaction"],
        oldest_idle_in_transaction_ms=_rounded(row["oldest_idle_in_transaction_ms"]),
        blocked=row["blocked"],
        longest_blocked_ms=_rounded(row["longest_blocked_ms"]),
        blockers=tuple(row["blockers"] or ()),
        silent=row["silent"],
    )


def upkeep_of(row: Mapping[str, Any]) -> Upkeep:
    """What grows slowly; anybody may see it."""
    slots = tuple(
        ReplicationSlot(name=slot["slot_name"], active=slot["active"], lost=bool(slot["lost"]), lag_bytes=slot["lag"])
        for slot in row["slots"] or ()
    )
    return Upkeep(size_bytes=row["size_bytes"], wraparound_age=row["wraparound_age"], slots=slots)


def _rounded(milliseconds: float | None) -> float | None:
    # The clock is read again for each row, and a statement may begin in between.
    return None if milliseconds is None else round(max(0.0, milliseconds), 1)
