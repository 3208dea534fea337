"""The way to Postgres: one connection per Lambda environment, transactions with a hard time limit."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg.rows import DictRow

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.renewable import renewed
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.storage.bounded_connect import Connection, connect_unless_silent
from pawpop_monitoring.storage.cut_off import cut_off
from pawpop_monitoring.storage.database_url import password_of
from pawpop_monitoring.storage.opening import open_transaction, undo
from pawpop_monitoring.storage.unavailability import is_refused_login, log_refusal, reason_for

type Cursor = psycopg.Cursor[DictRow]
"""Answers rows as dicts, keyed by column."""

_logger = logging.getLogger(__name__)

# The server gives up a little before we do, so that it is not left working for nobody.
_SERVER_SHARE = 0.8
# A connection may have died while Lambda froze the environment; enough must be left to make another.
_REUSE_SHARE = 0.3
_BELIEVED_SECONDS = 8.0
"""Longer than a check looks at anything after it gave the database up, shorter than until the next check."""


class Database:
    """Postgres behind a URL. Not for use by several threads at once.

    `url` is asked at each connect, so that a rotated password is picked up. `budget` is the most seconds that
    one transaction may take, connecting included. One that is `believing` does not wait for a database that another of
    this process has just waited for in vain. No lock is waited for longer than `lock_seconds`, if they are not 0.
    """

    def __init__(
        self, url: Callable[[], str], *, budget: float = 2.5, lock_seconds: float = 0, believing: bool = False
    ) -> None:
        self._url = url
        self._budget = budget
        self._lock_timeout = int(lock_seconds * 1000)
        self._believed_seconds = _BELIEVED_SECONDS if believing else 0.0
        self._connection: Connection | None = None
        self._password = ""

    @contextmanager
    def transaction(self, budget: float | None = None) -> Iterator[Cursor]:
        """A cursor in a transaction, committed at the end of the block and undone if the block raises.

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
            log_refusal(error, self._password)
            too_late = f"The database did not answer within {seconds:g} s."
            raise StoreUnavailableError(reason if deadline.left else too_late) from None

    def close(self) -> None:
        """Drop the connection; the next transaction makes another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _begin(self, deadline: Deadline, seconds: float) -> Connection:
        """A connection in a transaction that has done nothing yet."""
        if self._connection is not None:
            try:
                return self._started(self._connection, seconds * _REUSE_SHARE, seconds)
            except psycopg.Error as error:
                _logger.info("connecting to the database anew: %s", reason_for(error))
                self.close()
        self._connection = self._dialled(deadline)
        return self._started(self._connection, deadline.left, seconds)

    def _started(self, connection: Connection, patience: float, seconds: float) -> Connection:
        timeout = int(seconds * _SERVER_SHARE * 1000)
        with cut_off(connection, patience):
            open_transaction(connection, statement_timeout=timeout, lock_timeout=self._lock_timeout)
        return connection

    def _dialled(self, deadline: Deadline) -> Connection:
        """With the URL that is kept; if that is refused and another is set by now, with the other."""
        url = self._url()
        try:
            return self._dial(url, deadline)
        except psycopg.OperationalError as error:
            newer = renewed(self._url, url) if is_refused_login(error) else None
            if newer is None:
                raise
            return self._dial(newer, deadline)

    def _dial(self, url: str, deadline: Deadline) -> Connection:
        self._password = password_of(url)
        return connect_unless_silent(url, deadline.left, self._believed_seconds)

    @contextmanager
    def _finished(self, connection: Connection) -> Iterator[None]:
        try:
            yield
            connection.commit()
        except BaseException:
            self._undo(connection)
            raise

    def _undo(self, connection: Connection) -> None:
        try:
            undo(connection)
        except psycopg.Error:
            self.close()
