"""A bound on how long a call may hang, kept on this side of the wire.

A server that is frozen, or behind a network that drops packets, never sends the error that a server-side
timeout would cause. So a timer shuts the socket down, which ends any wait on it at once.
"""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg


@contextmanager
def cut_off[Row](connection: psycopg.Connection[Row], seconds: float) -> Iterator[None]:
    """Hang up on the server after `seconds`; a wait inside the block then ends in OperationalError."""
    # A duplicate, since libpq may close its own descriptor and the number may be given to someone else.
    line = socket.socket(fileno=os.dup(connection.fileno()))
    timer = threading.Timer(seconds, _hang_up, [line])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        line.close()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
