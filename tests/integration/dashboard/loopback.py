"""The page and its API over the loopback, where a browser lets service workers be."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from functions.dashboard_page.app import run, site
from tests.e2e.browser.scenes import all_well
from tests.integration.dashboard.desk import Desk, alerts


class Monitor(ThreadingHTTPServer):
    """`down` answers nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.desk = Desk(all_well(), alerts("critical"))
        self.site = site()
        self.down = False

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/prod/dashboard"


class _Handler(BaseHTTPRequestHandler):
    server: Monitor

    def do_GET(self) -> None:
        self._answer("GET", None)

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])).decode())

    def do_DELETE(self) -> None:
        self._answer("DELETE", None)

    def _answer(self, method: str, sent: str | None) -> None:
        if self.server.down:
            return
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/prod/")
        if path.startswith("api/"):
            status, body = self.server.desk.answer(method, path, parse_qs(parts.query), sent)
            self._send(status, {"Content-Type": "application/json"}, body)
            return
        pieces = path.split("/")
        answer = run(self.server.site, {"version": pieces[2], "asset": pieces[3]} if len(pieces) > 3 else {})
        self._send(answer["statusCode"], answer["headers"], answer["body"])

    def _send(self, status: int, headers: dict[str, str], body: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
