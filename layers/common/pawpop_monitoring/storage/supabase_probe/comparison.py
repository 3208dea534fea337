"""The second question: pg_stat_statements, in whatever schema it is, and the counters of earlier checks.

Both are optional. Whatever fails here costs the figures that need it, never the rest of the check.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from pawpop_monitoring.domain.readings.supabase_counters import Counters
from pawpop_monitoring.storage.connection import Cursor

_logger = logging.getLogger(__name__)

# pg_stat_statements_info and `toplevel` came with this version; a server upgrade does not raise it by itself.
_OLDEST_VERSION = (1, 9)

_NOTHING = sql.SQL("NULL")

# What only steers a session or maintains tables is not what a customer waits for. The monitor's own statements
# are known by their tag or, without one, by its tables; its transactions by the mark that each one sets.
_STATEMENTS = r"""
(SELECT json_build_object(
  'epoch', concat_ws('/', extract(epoch FROM info.stats_reset), info.dealloc),
  'calls', shop.calls, 'totalMs', shop.total_ms, 'ownTransactions', shop.own_transactions
)
FROM {schema}.pg_stat_statements_info AS info, LATERAL (
  SELECT
    coalesce(sum(calls) FILTER (WHERE customers), 0)::bigint AS calls,
    coalesce(sum(total_exec_time) FILTER (WHERE customers), 0) AS total_ms,
    coalesce(sum(calls) FILTER (WHERE query LIKE 'SET LOCAL pawpop.monitoring%'), 0)::bigint AS own_transactions
  FROM (
    SELECT calls, total_exec_time, query,
      query NOT LIKE '%pawpop-monitoring%'
      AND query !~ '\m(monitoring_(alerts|alert_transitions|rule_states|deliveries)|system_health_metrics)\M'
      AND query !~* '^\s*(begin|start|commit|end|rollback|abort|savepoint|release|prepare|'
        'set|reset|show|discard|deallocate|listen|unlisten|notify|declare|fetch|move|close|'
        'lock|checkpoint|copy|create|alter|drop|truncate|comment|grant|revoke|vacuum|'
        'analyze|reindex|cluster|refresh|do|explain)\M'
      AS customers
    FROM {schema}.pg_stat_statements
    WHERE toplevel AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  ) AS statement
) AS shop)
"""

_EARLIER = """
(SELECT json_agg(counters) FROM (
  SELECT details -> 'counters' AS counters
  FROM public.system_health_metrics
  WHERE service = 'supabase' AND created_at > now() - interval '1 day' AND details ? 'counters'
  ORDER BY created_at DESC LIMIT 60
) AS recent)
"""

_QUESTION = sql.SQL("SELECT /* pawpop-monitoring */ {statements} AS statements, {earlier} AS earlier")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counters now and earlier, for deltas; `notes` say what is missing and what to do about it."""

    now: Counters | None
    earlier: tuple[Counters, ...] | None = None
    notes: tuple[str, ...] = ()


def compare(cursor: Cursor, overview: Mapping[str, Any]) -> Comparison:
    """Ask for what `overview` says is there, in one round trip or none. Raises only if the connection is lost."""
    obstacle = _obstacle(overview["statements"])
    notes = [obstacle] if obstacle else []
    if not overview["remembers"]:
        notes.append("No rates: the table system_health_metrics can't be read; run `make migrate`.")
    if obstacle and not overview["remembers"]:
        return Comparison(Counters.parse(overview["counters"]), notes=tuple(notes))
    try:
        row = cursor.execute(_question(overview, with_statements=not obstacle)).fetchone() or {}
    except psycopg.Error as error:
        if cursor.connection.broken:
            raise
        _logger.warning("no counters to compare with: SQLSTATE %s", error.sqlstate)
        notes.append("No rates: the statistics could not be read this time.")
        return Comparison(Counters.parse(overview["counters"]), notes=tuple(notes))
    return _comparison(overview, row, tuple(notes))


def _comparison(overview: Mapping[str, Any], row: Mapping[str, Any], notes: tuple[str, ...]) -> Comparison:
    now = Counters.parse(overview["counters"] | {"statements": row.get("statements")})
    kept = (Counters.parse(value) for value in row.get("earlier") or ())
    earlier = tuple(counters for counters in kept if counters) if overview["remembers"] else None
    return Comparison(now, earlier, notes)


def _question(overview: Mapping[str, Any], *, with_statements: bool) -> sql.Composed:
    statements: sql.Composable = _NOTHING
    if with_statements:
        statements = sql.SQL(_STATEMENTS).format(schema=sql.Identifier(overview["statements"]["schema"]))
    earlier = sql.SQL(_EARLIER) if overview["remembers"] else _NOTHING
    return _QUESTION.format(statements=statements, earlier=earlier)


def _obstacle(extension: Mapping[str, Any] | None) -> str | None:
    """What keeps pg_stat_statements from being read, and the way out; None if nothing does."""
    if extension is None:
        return "No average query time: the extension pg_stat_statements is not there; create it."
    if not extension["loaded"]:
        return "No average query time: pg_stat_statements is missing from shared_preload_libraries."
    if not extension["allowed"]:
        return "No average query time: the monitor's role lacks USAGE on the schema of pg_stat_statements; grant it."
    if tuple(map(int, extension["version"].split("."))) < _OLDEST_VERSION:
        return "No average query time: run ALTER EXTENSION pg_stat_statements UPDATE."
    return None
