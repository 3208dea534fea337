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
from pawpop_monitoring.storage.opening import start_over

_logger = logging.getLogger(__name__)

# pg_stat_statements_info and `toplevel` came with this version; a server upgrade does not raise it by itself.
_OLDEST_VERSION = (1, 9)

_NOTHING = sql.SQL("NULL")
_LENT_STATEMENTS = sql.SQL("public.monitoring_statements()")

# What only steers a session or maintains tables is not what a customer waits for. The monitor's own statements
# are known by their tag or, without one, by its tables. One statement that may not be read spoils the average.
_STATEMENTS = r"""
(SELECT json_build_object(
  'epoch', concat_ws('/', extract(epoch FROM info.stats_reset), info.dealloc),
  'calls', shop.calls, 'totalMs', shop.total_ms, 'hidden', shop.hidden
)
FROM {schema}.pg_stat_statements_info AS info, LATERAL (
  SELECT
    coalesce(sum(calls) FILTER (WHERE customers), 0)::bigint AS calls,
    coalesce(sum(total_exec_time) FILTER (WHERE customers), 0) AS total_ms,
    count(*) FILTER (WHERE query = '<insufficient privilege>') AS hidden
  FROM (
    SELECT calls, total_exec_time, query,
      query NOT LIKE '%pawpop-monitoring%'
      AND query !~ '\m(monitoring_(alerts|alert_transitions|rule_states|deliveries|own_transactions)'
        '|system_health_metrics)\M'
      AND query !~* '^\s*(begin|start|commit|end|rollback|abort|savepoint|release|prepare|'
        'set|reset|show|discard|deallocate|listen|unlisten|notify|declare|fetch|move|close|'
        'lock|checkpoint|copy|create|alter|drop|truncate|comment|grant|revoke|vacuum|'
        'analyze|reindex|cluster|refresh|do|explain)\M'
      AS customers
    FROM {source}
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

# One reading of each: counters only grow, so that two tell of all the time between them.
_LONG_AGO = """
(SELECT json_agg(kept.counters) FROM unnest('{28 days,7 days,1 day}'::interval[]) AS ago CROSS JOIN LATERAL (
  SELECT details -> 'counters' AS counters
  FROM public.system_health_metrics
  WHERE service = 'supabase' AND details ? 'counters'
    AND created_at > now() - ago AND created_at < now() - ago + interval '1 hour'
  ORDER BY created_at LIMIT 1
) AS kept)
"""

_QUESTION = sql.SQL(
    "SELECT /* pawpop-monitoring */ {statements} AS statements, {earlier} AS earlier, {long_ago} AS long_ago"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counters now and earlier, for deltas; `notes` say what is missing and what to do about it."""

    now: Counters | None
    earlier: tuple[Counters, ...] | None = None
    long_ago: tuple[Counters, ...] = ()
    notes: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()
    unread: bool = False


_NO_MEMORY = "No rates: the table system_health_metrics can't be read; run `make migrate`."
_UNREAD = "No average query time: pg_stat_statements could not be read this time."
_NO_TIME = "No rates: what earlier checks saw could not be read this time."
_HIDDEN = "pg_stat_statements hides other users' statements; grant pg_read_all_stats to the database user"


def compare(cursor: Cursor, overview: Mapping[str, Any]) -> Comparison:
    """Ask for what `overview` says is there, in one round trip or none. Raises only if the connection is lost.

    If both can't be had, the memory alone is asked for: one must not take the other down.
    """
    extension = overview["statements"]
    absent, forbidden = _absence(extension), _prohibition(extension, lent=bool(overview["lent"]))
    notes = [note for note in (absent, None if overview["remembers"] else _NO_MEMORY) if note]
    blind = [forbidden] if forbidden and not absent else []
    with_statements = not (absent or forbidden)
    row: Mapping[str, Any] | None = {}
    if with_statements or overview["remembers"]:
        row = _asked(cursor, _question(overview, with_statements=with_statements))
    unread = row is None and with_statements
    if unread:
        notes.append(_UNREAD)
        row = _asked(cursor, _question(overview, with_statements=False))
    if row is None:
        notes.append(_NO_TIME)
    row = row or {}
    statements = row.get("statements")
    if statements and statements["hidden"]:
        blind.append(_HIDDEN)
        statements = None
    return Comparison(
        now=Counters.parse(overview["counters"] | {"statements": statements}),
        earlier=_kept(row, "earlier") if overview["remembers"] else None,
        long_ago=_kept(row, "long_ago"),
        notes=tuple(notes),
        blind=tuple(blind),
        unread=unread,
    )


def _asked(cursor: Cursor, question: sql.Composed) -> Mapping[str, Any] | None:
    """The answer; None if there is none, which leaves the transaction usable."""
    try:
        return cursor.execute(question).fetchone() or {}
    except psycopg.Error as error:
        if cursor.connection.broken:
            raise
        _logger.warning("no counters to compare with: SQLSTATE %s", error.sqlstate)
        start_over(cursor.connection)
        return None


def _kept(row: Mapping[str, Any], name: str) -> tuple[Counters, ...]:
    kept = (Counters.parse(value) for value in row.get(name) or ())
    return tuple(counters for counters in kept if counters)


def _question(overview: Mapping[str, Any], *, with_statements: bool) -> sql.Composed:
    statements: sql.Composable = _NOTHING
    if with_statements:
        schema = sql.Identifier(overview["statements"]["schema"])
        own_right = overview["sighted"] or not overview["lent"]
        source = sql.SQL("{}.pg_stat_statements").format(schema) if own_right else _LENT_STATEMENTS
        statements = sql.SQL(_STATEMENTS).format(schema=schema, source=source)
    remembers = overview["remembers"]
    return _QUESTION.format(
        statements=statements,
        earlier=sql.SQL(_EARLIER) if remembers else _NOTHING,
        long_ago=sql.SQL(_LONG_AGO) if remembers else _NOTHING,
    )


def _absence(extension: Mapping[str, Any] | None) -> str | None:
    """Why there are no statistics of statements to be read at all, and the way to some; None if there are."""
    if extension is None:
        return "No average query time: the extension pg_stat_statements is not there; create it."
    if not extension["loaded"]:
        return "No average query time: pg_stat_statements is missing from shared_preload_libraries."
    if not extension["tracks"]:
        return "No average query time: pg_stat_statements.track is none."
    if not extension["identifies"]:
        return "No average query time: compute_query_id is off, and without it pg_stat_statements notes nothing."
    if tuple(map(int, extension["version"].split("."))) < _OLDEST_VERSION:
        return "No average query time: run ALTER EXTENSION pg_stat_statements UPDATE."
    return None


def _prohibition(extension: Mapping[str, Any] | None, *, lent: bool) -> str | None:
    """Why statistics that are there may not be read, and the way out; None if they may."""
    if extension is None or lent:
        return None
    if not extension["allowed"]:
        return "the database user lacks USAGE on the schema of pg_stat_statements; grant it"
    if not extension["readable"]:
        return "the database user lacks SELECT on pg_stat_statements or pg_stat_statements_info; grant it"
    return None
