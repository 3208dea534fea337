"""What the pages weigh, how soon they are seen on slow 3G, and how many taps it takes from a mail to an end.

The real pages in Chromium, from a server on loopback that packs what it sends as the gateway does; the browser makes
the line slow (400 kbit/s, 400 ms).
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page

from functions.dashboard_page.app import run, site
from tests.benchmarks.table import print_table
from tests.e2e.browser.chromium import chromium, sign_in
from tests.e2e.browser.scenes import all_well
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.desk import PHONE, alerts
from tests.integration.dashboard.looks.states import STATES
from tests.unit.http.test_status_page import largest_page

_SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_SHIFTS = """
new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, each) => sum + each.value, 0)))
  .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))
"""


@dataclass
class _Line:
    """What went over it."""

    desk: BoardDesk
    bytes: int = 0


def _handler(line: _Line) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            path = parts.path.removeprefix("/prod/")
            if path.endswith("/dashboard") and self.headers.get("If-None-Match"):
                return self._send(304, "application/json", "")
            if path.startswith("api/"):
                return self._send(*_typed(line.desk.answer("GET", path, parse_qs(parts.query), None)))
            return self._send(*_page(path))

        def do_PATCH(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self._send(*_typed(line.desk.answer("PATCH", urlsplit(self.path).path.removeprefix("/prod/"), {}, sent)))

        def _send(self, status: int, content_type: str, text: str) -> None:
            body = gzip.compress(text.encode()) if text else b""
            self.send_response(status)
            headers = {"Content-Type": content_type, "ETag": '"1"', "Content-Length": str(len(body))}
            for name, value in headers.items() | ({("Content-Encoding", "gzip")} if body else set()):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            line.bytes += len(body) + sum(len(name) + len(value) + 4 for name, value in headers.items()) + 20

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    return Handler


def _page(path: str) -> tuple[int, str, str]:
    if path == "status":
        return 200, "text/html; charset=utf-8", largest_page()
    pieces = path.split("/")
    answer = run(site(), {"version": pieces[2], "asset": pieces[3]} if len(pieces) > 3 else {})
    return answer["statusCode"], answer["headers"]["Content-Type"], answer["body"]


def _typed(answer: tuple[int, str]) -> tuple[int, str, str]:
    return answer[0], "application/json", answer[1]


@contextmanager
def _served(line: _Line) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(line))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/prod"
    finally:
        server.shutdown()
        server.server_close()


def _open(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport=PHONE, service_workers="block")  # type: ignore[arg-type]
    sign_in(context, "token")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW)
    page.goto(address, wait_until="commit")
    return page


def _seconds(page: Page) -> float:
    """Since it was asked for."""
    return float(page.evaluate("performance.now()")) / 1000


def _measured(browser: Browser, count: int) -> list[str]:
    """From the link in a mail, which is the first tap, to knowing, to what to do, and to having taken it on."""
    kinds = ["critical", *["high"] * (count - 1)]
    line = _Line(BoardDesk(all_well(), alerts(*kinds)))
    with _served(line) as base:
        page = _open(browser, f"{base}/dashboard#alert=alert_0")
        page.wait_for_selector("#alert-page h2")
        known = _seconds(page)
        page.wait_for_selector("#alert-page .steps.first")
        shift = page.evaluate(_SHIFTS)
        page.locator("#alert-page").get_by_role("button", name="Acknowledge").click()
        page.wait_for_selector("#alert-page .on-it")
        taken, paint = _seconds(page), page.evaluate(_FIRST_PAINT) / 1000
        weight, line.bytes = line.bytes, 0
        page.context.close()
    return [
        f"{count} open",
        "1",
        "1",
        "2",
        f"{paint:.1f}",
        f"{known:.1f}",
        f"{taken:.1f}",
        f"{weight / 1000:.0f}",
        f"{shift:.3f}",
    ]


def _dashboard(browser: Browser, state: str) -> list[str]:
    """The page of all, until nothing more comes."""
    line = _Line(STATES[state]())
    with _served(line) as base:
        page = _open(browser, f"{base}/dashboard")
        page.wait_for_selector("#verdict h2")
        known = _seconds(page)
        page.wait_for_selector("script[src*=uplot]", state="attached")
        page.wait_for_load_state("networkidle")
        paint, shift = page.evaluate(_FIRST_PAINT) / 1000, page.evaluate(_SHIFTS)
        page.context.close()
    return [
        f"dashboard, {state}",
        "1",
        "1",
        "2",
        f"{paint:.1f}",
        f"{known:.1f}",
        "-",
        f"{line.bytes / 1000:.0f}",
        f"{shift:.3f}",
    ]


def _status(browser: Browser) -> list[str]:
    line = _Line(BoardDesk(all_well(), []))
    with _served(line) as base:
        page = _open(browser, f"{base}/status")
        page.wait_for_selector("nav")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        known, paint, shift = _seconds(page), page.evaluate(_FIRST_PAINT) / 1000, page.evaluate(_SHIFTS)
        page.context.close()
    return [
        "status page, the largest",
        "-",
        "-",
        "-",
        f"{paint:.1f}",
        f"{known:.1f}",
        "-",
        f"{line.bytes / 1000:.0f}",
        f"{shift:.3f}",
    ]


def _refresh() -> int:
    line = _Line(BoardDesk(all_well(), []))
    with _served(line) as base, chromium() as browser:
        page = _open(browser, f"{base}/dashboard")
        page.wait_for_selector("script[src*=uplot]", state="attached")
        page.wait_for_timeout(1_500)
        line.bytes = 0
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_timeout(2_000)
        return line.bytes


def main() -> None:
    """Print the table."""
    with chromium() as browser:
        boards = [_dashboard(browser, state) for state in ("silenced", "eleven")]
        rows = [_measured(browser, 1), _measured(browser, 5), *boards, _status(browser)]
    heads = [
        "page",
        "taps to know",
        "to what to do",
        "to taken on",
        "first paint s",
        "known s",
        "taken on s",
        "kB",
        "shift",
    ]
    print_table("From a mail on a phone on slow 3G, nothing cached", heads, rows)
    print(f"A refresh without news: {_refresh()} bytes.")
