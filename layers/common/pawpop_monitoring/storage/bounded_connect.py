"""Connecting to Postgres within a bound that also covers name resolution and a server that never answers."""

import math
import time
from concurrent.futures import Future
from threading import Thread

import psycopg
from psycopg import errors
from psycopg.rows import DictRow, dict_row

from pawpop_monitoring.storage.database_url import readable
from pawpop_monitoring.storage.json_values import tolerate_any_json
from pawpop_monitoring.storage.timestamps import tolerate_any_moment

type Connection = psycopg.Connection[DictRow]

_SHORTEST_CONNECT_TIMEOUT = 2
_silent_since: dict[str, float] = {}
"""When each address, of those that were called last in vain, was given up; by the monotonic clock."""


def connect(url: str, seconds: float) -> Connection:
    """A new connection to `url`.

    Raises psycopg.OperationalError if it is not there after `seconds`, and StoreUnavailableError if `url` is
    malformed.
    """
    attempt: Future[Connection] = Future()
    _silent_since.pop(url, None)
    # psycopg's own timeout leaves out name resolution and is never below 2 s; a thread can be left behind.
    Thread(target=_attempt, args=(readable(url), seconds, attempt), daemon=True).start()
    try:
        return attempt.result(seconds)
    except TimeoutError:
        _silent_since[url] = time.monotonic()
        attempt.add_done_callback(_drop)
        raise errors.ConnectionTimeout("timeout expired") from None
    except errors.ConnectionTimeout:
        _silent_since[url] = time.monotonic()
        raise


def connect_unless_silent(url: str, seconds: float, believed_for: float) -> Connection:
    """The same, but where `url` was called in vain within the last `believed_for` seconds, as if that had been now."""
    given_up = _silent_since.get(url)
    if given_up is not None and time.monotonic() - given_up < believed_for:
        raise errors.ConnectionTimeout("timeout expired")
    return connect(url, seconds)


def _attempt(url: str, seconds: float, attempt: Future[Connection]) -> None:
    try:
        attempt.set_result(_connect(url, max(_SHORTEST_CONNECT_TIMEOUT, math.ceil(seconds))))
    except Exception as error:  # noqa: BLE001 - raised again by whoever waits for the attempt
        attempt.set_exception(error)


def _connect(url: str, timeout: int) -> Connection:
    connection = psycopg.connect(
        url,
        autocommit=True,
        row_factory=dict_row,
        prepare_threshold=None,  # a transaction pooler hands each transaction to another server process
        connect_timeout=timeout,
        keepalives=1,
        keepalives_idle=10,
        keepalives_interval=2,
        keepalives_count=2,
        tcp_user_timeout=5_000,
    )
    tolerate_any_moment(connection.adapters)
    tolerate_any_json(connection)
    return connection


def _drop(attempt: Future[Connection]) -> None:
    if attempt.exception() is None:
        attempt.result().close()
