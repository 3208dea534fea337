"""How each of our transactions opens: with settings of its own, whatever pooler, role or other client left behind.

SET LOCAL, since a session's settings would leak to other clients of a transaction pooler. That is also why the
connection itself carries no application_name: a pooler leaves it to the next client that names none.
"""

from contextlib import suppress
from typing import LiteralString

import psycopg
from psycopg import errors, sql
from psycopg.rows import DictRow

from pawpop_monitoring.storage.bounded_connect import Connection

APPLICATION = "pawpop-monitoring"
_CUT_SHORT = 5
SAVED = sql.Identifier("monitoring_nothing_done")
"""The savepoint before anything was done."""

# Rows that row security would hide are an error: an empty answer would read as "no alerts".
_OPENING = sql.SQL("""
{begin};
SET LOCAL statement_timeout = {timeout};
SET LOCAL lock_timeout = {lock_timeout};
SET LOCAL search_path = public;
SET LOCAL row_security = off;
SET LOCAL application_name = {application};
SET LOCAL TimeZone = 'UTC';
SET LOCAL synchronous_commit = on;
SET LOCAL idle_in_transaction_session_timeout = 10000;
SAVEPOINT {saved};
SET LOCAL lock_timeout = 100;
{counted};
SET LOCAL lock_timeout = {lock_timeout};
SHOW transaction_read_only
""")

# Postgres counts how often a table is read: that is how many transactions were ours, see Counters.own.
# Where the table is not there or not ours, whoever needs it will say so.
_COUNTED = sql.SQL("""
DO $$ BEGIN
  IF EXISTS (
    SELECT FROM pg_class WHERE oid = to_regclass('public.monitoring_own_transactions')
      AND has_table_privilege(oid, 'SELECT') AND NOT row_security_active(oid)
  ) THEN PERFORM FROM public.monitoring_own_transactions; END IF;
END $$
""")
_UNCOUNTED = sql.SQL("ROLLBACK TO SAVEPOINT {saved}; SHOW transaction_read_only").format(saved=SAVED)

_START_OVER = sql.SQL("ROLLBACK TO SAVEPOINT {saved}").format(saved=SAVED)
_UNDO = sql.SQL("ROLLBACK TO SAVEPOINT {saved}; COMMIT").format(saved=SAVED)

# Read-only as another client of a transaction pooler left the session, while role, database and server are not.
_LEFT_BEHIND = """
SELECT source = 'session' AND reset_val = 'off' AND NOT pg_is_in_recovery() AS left_behind
FROM pg_settings WHERE name = 'default_transaction_read_only'
"""


def open_transaction(connection: Connection, *, statement_timeout: int, lock_timeout: int = 0) -> None:
    """Begin a transaction in which nothing is done yet; the timeouts in milliseconds, 0 for none.

    It is read-only where the role, the database or the server say so, and not where only another client of a
    transaction pooler has said so for itself.
    """
    timeouts = statement_timeout, lock_timeout
    if _begin(connection, "BEGIN", *timeouts) and _is_left_behind(connection):
        connection.execute(_UNDO)
        _begin(connection, "BEGIN READ WRITE", *timeouts)


def start_over(connection: Connection) -> None:
    """Go on in a transaction that a statement has failed in, with nothing done yet."""
    connection.execute(_START_OVER)


def undo(connection: Connection) -> None:
    """End the transaction with nothing done, by a commit: a rollback would count as one of the shop's failures."""
    if connection.info.transaction_status is not psycopg.pq.TransactionStatus.IDLE:
        connection.execute(_UNDO)


def _begin(connection: Connection, begin: LiteralString, timeout: int, lock_timeout: int) -> bool:
    """True if the transaction is read-only."""
    batch = _OPENING.format(
        begin=sql.SQL(begin),
        timeout=sql.Literal(timeout),
        lock_timeout=sql.Literal(lock_timeout),
        application=sql.Literal(APPLICATION),
        saved=SAVED,
        counted=_COUNTED,
    )
    try:
        return _is_read_only(_executed(connection, batch))
    except (errors.InsufficientPrivilege, errors.UndefinedObject, errors.LockNotAvailable):
        # A hardened server may keep PL/pgSQL from us, and a migration the table that is counted by.
        return _is_read_only(connection.execute(_UNCOUNTED))


def _executed(connection: Connection, batch: sql.Composed) -> psycopg.Cursor[DictRow]:
    """Until its own limit is set, a transaction has that of another client of a pooler, which may be a millisecond."""
    for _ in range(_CUT_SHORT):
        with suppress(errors.QueryCanceled):
            return connection.execute(batch)
        connection.rollback()
    return connection.execute(batch)


def _is_read_only(cursor: psycopg.Cursor[DictRow]) -> bool:
    """What the last statement of the batch shows."""
    while cursor.nextset():
        pass
    row = cursor.fetchone() or {}
    return bool(row.get("transaction_read_only") == "on")


def _is_left_behind(connection: Connection) -> bool:
    row = connection.execute(_LEFT_BEHIND).fetchone() or {}
    return bool(row.get("left_behind"))
