"""A server that runs beside a test, in a thread of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseServer


@contextmanager
def answering[S: BaseServer](server: S) -> Iterator[S]:
    """Let `server` answer until the block is left, whatever happens in it; then its port is free again."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
