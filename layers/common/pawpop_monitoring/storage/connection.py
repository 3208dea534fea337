"""The way to Postgres: one connection per Lambda environment, transactions with a hard time limit."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql
from psycopg.rows import DictRow

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.deadline import Deadline, cut_off
from pawpop_monitoring.storage.dialling import Connection, dial
from pawpop_monitoring.storage.unavailability import reason_for

type Cursor = psycopg.Cursor[DictRow]
"""Answers rows as dicts, keyed by column."""

_logger = logging.getLogger(__name__)

# SET LOCAL, since a session's settings would leak to other clients of a transaction pooler. The server gives
# up a little before we do, so that it is not left working for nobody. The mark lets the Supabase check tell the
# monitor's transactions from the shop's in pg_stat_statements.
_BEGIN = sql.SQL(
    "BEGIN; SET LOCAL pawpop.monitoring = 'on'; SET LOCAL TimeZone = 'UTC'; SET LOCAL synchronous_commit = on;"
    " SET LOCAL idle_in_transaction_session_timeout = 10000;"
    " SET LOCAL statement_timeout = {}"
)
_SERVER_SHARE = 0.8
# A connection may have died while Lambda froze the environment; enough must be left to make another.
_REUSE_SHARE = 0.3


class Database:
    """Postgres behind a URL. Not for use by several threads at once.

    `url` is asked at each connect, so that a rotated password is picked up. `budget` is the most seconds that
    one transaction may take, connecting included.
    """

    def __init__(self, url: Callable[[], str], *, budget: float = 2.5) -> None:
        self._url = url
        self._budget = budget
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self, budget: float | None = None) -> Iterator[Cursor]:
        """A cursor in a transaction, committed at the end of the block and rolled back if the block raises.

        Raises StoreUnavailableError for whatever keeps the database from working, after `budget` seconds at
        the latest. Other psycopg errors, such as a violated constraint, pass as they are.
        """
        seconds = self._budget if budget is None else budget
        deadline = Deadline(seconds)
        try:
            connection = self._begin(deadline, seconds)
            with (
                cut_off(connection, deadline.left),
                self._finished(connection),
                connection.cursor() as cursor,
            ):
                yield cursor
        except psycopg.Error as error:
            reason = reason_for(error)
            if reason is None:
                raise
            too_late = f"The database did not answer within {seconds:g} s."
            raise StoreUnavailableError(too_late if deadline.passed else reason) from None

    def close(self) -> None:
        """Drop the connection; the next transaction makes another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _begin(self, deadline: Deadline, seconds: float) -> Connection:
        """A connection in a transaction that has done nothing yet."""
        if self._connection is not None:
            try:
                return _started(self._connection, seconds * _REUSE_SHARE, seconds)
            except psycopg.Error as error:
                _logger.info("connecting to the database anew: %s", reason_for(error))
                self.close()
        self._connection = dial(self._url(), deadline.left)
        return _started(self._connection, deadline.left, seconds)

    @contextmanager
    def _finished(self, connection: Connection) -> Iterator[None]:
        try:
            yield
            connection.commit()
        except BaseException:
            self._roll_back(connection)
            raise

    def _roll_back(self, connection: Connection) -> None:
        try:
            connection.rollback()
        except psycopg.Error:
            self.close()


def _started(connection: Connection, patience: float, seconds: float) -> Connection:
    milliseconds = int(seconds * _SERVER_SHARE * 1000)
    with cut_off(connection, patience):
        connection.execute(_BEGIN.format(sql.Literal(milliseconds)))
    return connection
