"""The shop's own webhook handler, as far as a forwarded delivery sees it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.live_server import answering


class ShopsHandler(ThreadingHTTPServer):
    """Answers with `status` after `seconds`; keeps the path, body and headers of what it received last."""

    status = 200
    seconds = 0.0
    received: tuple[str, bytes, dict[str, str]]

    def url(self, path: str = "/api/webhooks/stripe") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Handler(BaseHTTPRequestHandler):
    server: ShopsHandler

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received = (self.path, body, {name.lower(): value for name, value in self.headers.items()})
        time.sleep(self.server.seconds)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


@contextmanager
def shops_handler() -> Iterator[ShopsHandler]:
    """A handler that listens on a port of its own."""
    with answering(ShopsHandler(("127.0.0.1", 0), _Handler)) as server:
        yield server
