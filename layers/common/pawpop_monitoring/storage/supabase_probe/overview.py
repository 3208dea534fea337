"""The first question: everything that any Postgres answers to any role."""

from collections.abc import Mapping
from typing import Any

from pawpop_monitoring.domain.readings.supabase import Connections, ReplicationSlot, Sessions, Upkeep

# The probe's own session is not counted: it is gone when a person looks. Other sessions of the monitor hold
# a slot like anybody's, but what they are at is not the shop's doing.
#
# Without pg_read_all_stats, other users' sessions look like nothing at all, so nothing is concluded of them.
# Functions that a hardened server may keep from us, such as pg_control_system(), would fail the whole question.
OVERVIEW = """
WITH sessions AS MATERIALIZED (
  SELECT pid, state, application_name, wait_event_type,
    application_name IS DISTINCT FROM 'pawpop-monitoring' AS shop,
    extract(epoch FROM clock_timestamp() - query_start) * 1000 AS query_ms,
    extract(epoch FROM clock_timestamp() - state_change) * 1000 AS state_ms
  FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
), states AS (
  SELECT coalesce(state, 'unknown') AS name, count(*) AS sessions FROM sessions GROUP BY 1
), applications AS (
  SELECT coalesce(nullif(left(application_name, 40), ''), '(unnamed)') AS name, count(*) AS sessions
  FROM sessions GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10
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
  pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS read_only,
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
  (count(*) FILTER (WHERE shop AND wait_event_type = 'Lock'
    AND cardinality(pg_blocking_pids(pid)) > 0))::integer AS blocked,
  pg_database_size(current_database()) AS size_bytes,
  (SELECT max(greatest(age(datfrozenxid), mxid_age(datminmxid))) FROM pg_database) AS wraparound_age,
  (SELECT json_agg(slots) FROM slots) AS slots,
  (SELECT json_build_object(
    'at', extract(epoch FROM clock_timestamp()),
    'epoch', concat_ws('/', datid, extract(epoch FROM pg_postmaster_start_time()), extract(epoch FROM stats_reset)),
    'commits', xact_commit, 'rollbacks', xact_rollback, 'sessions', sessions, 'deadlocks', deadlocks,
    'blocksHit', blks_hit, 'blocksRead', blks_read
  ) FROM statistics) AS counters,
  (SELECT json_build_object(
    'schema', nspname,
    'version', extversion,
    'allowed', has_schema_privilege(extnamespace, 'USAGE'),
    'loaded', current_setting('pg_stat_statements.track', true) IS NOT NULL
  ) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname = 'pg_stat_statements') AS statements,
  coalesce((
    SELECT has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(pg_class.oid, 'SELECT')
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = 'public' AND relname = 'system_health_metrics'
  ), false) AS remembers
FROM sessions
"""


def connections_of(row: Mapping[str, Any]) -> Connections | None:
    """The connections; None for a role that can't see them all."""
    if not row["sighted"]:
        return None
    return Connections(
        used=row["used"],
        idle=row["idle"],
        usable=row["maximum"] - row["reserved"],
        maximum=row["maximum"],
        by_state=row["by_state"] or {},
        by_application=row["by_application"] or {},
    )


def sessions_of(row: Mapping[str, Any]) -> Sessions | None:
    """What the sessions are at; None for a role that can't see them all."""
    if not row["sighted"]:
        return None
    return Sessions(
        longest_query_ms=_rounded(row["longest_query_ms"]),
        idle_in_transaction=row["idle_in_transaction"],
        oldest_idle_in_transaction_ms=_rounded(row["oldest_idle_in_transaction_ms"]),
        blocked=row["blocked"],
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
