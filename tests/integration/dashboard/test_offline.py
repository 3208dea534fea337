"""Without a network the page still opens, with the last state and its age; and nothing secret is kept beside it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from functions.dashboard_page.app import run, site
from pawpop_monitoring.http.static_site import StaticSite
from tests.e2e.browser.chromium import sign_in
from tests.e2e.browser.scenes import all_well
from tests.integration.dashboard.desk import Desk, alerts
from tests.live_server import answering

pytestmark = pytest.mark.integration
KEPT = """async () => {
  const cache = await caches.open((await caches.keys())[0]);
  const answers = await cache.matchAll();
  return [answers.map(({ url }) => url), (await Promise.all(answers.map((answer) => answer.text()))).join()];
}"""


class Monitor(ThreadingHTTPServer):
    """The page and its API over the loopback, where a browser lets service workers be; `down` answers nothing."""

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
        if self.server.down:
            return
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/prod/")
        if path.startswith("api/"):
            status, body = self.server.desk.answer("GET", path, parse_qs(parts.query), None)
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


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    with answering(Monitor()) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        opened.set_default_timeout(10_000)
        yield opened


def _open(context: BrowserContext, monitor: Monitor, *, signed_in: bool = True) -> Page:
    if signed_in:
        sign_in(context, "secret-token")
    page = context.new_page()
    page.goto(monitor.page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def _wait_for(page: Page, so: Callable[[], bool]) -> None:
    """A worker changes in its own time."""
    for _ in range(200):
        if so():
            return
        page.wait_for_timeout(25)
    raise AssertionError("The worker did not change.")


def test_without_a_network_the_last_state_is_there_with_its_age(context: BrowserContext, monitor: Monitor) -> None:
    page = _open(context, monitor)
    expect(page.locator("#verdict")).to_contain_text("Critical matter 0")
    monitor.down = True
    page.reload()
    expect(page.locator("#verdict")).to_contain_text("Critical matter 0")
    expect(page.locator("#connection")).to_contain_text("No connection to the monitor. Below is the last known state")
    assert page.locator("#age").inner_text().startswith("Updated ")


def test_no_answer_of_the_api_and_no_token_is_kept_by_the_worker(context: BrowserContext, monitor: Monitor) -> None:
    page = _open(context, monitor)
    expect(page.locator("#verdict")).to_contain_text("Critical matter 0")
    addresses, texts = page.evaluate(KEPT)
    assert addresses
    assert not [address for address in addresses if "/api/" in address]
    assert "secret-token" not in texts
    assert "Critical matter" not in texts


def test_signing_out_takes_the_last_state_along(context: BrowserContext, monitor: Monitor) -> None:
    page = _open(context, monitor, signed_in=False)
    page.get_by_label("API token").fill("secret-token")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("Critical matter 0")
    page.get_by_role("button", name="Sign out").click()
    monitor.down = True
    page.reload()
    expect(page.get_by_label("API token")).to_be_visible()
    assert "Critical matter" not in page.content()


def test_a_new_version_takes_over_and_leaves_nothing_of_the_old_one(context: BrowserContext, monitor: Monitor) -> None:
    page = _open(context, monitor)
    old = monitor.site.version
    changed = {**monitor.site.assets, "app.js": monitor.site.assets["app.js"] + "\n// another version"}
    monitor.site = StaticSite.of(monitor.site.html.replace(old, "{{version}}"), changed, base="dashboard")
    monitor.site = replace(monitor.site, html=monitor.site.html.replace("{{version}}", monitor.site.version))
    page.reload()
    _wait_for(page, lambda: page.evaluate("caches.keys()") == [f"pawpop-page-{monitor.site.version}"])
    monitor.down = True
    page.reload()
    expect(page.locator("#connection")).to_contain_text("No connection")
    assert monitor.site.version in str(page.locator("script[src*=app]").get_attribute("src"))
