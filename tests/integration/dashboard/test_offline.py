"""Without a network the page still opens, with the last state and its age; and nothing secret is kept beside it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pawpop_monitoring.http.static_site import StaticSite
from tests.e2e.browser.chromium import sign_in
from tests.integration.dashboard.loopback import Monitor
from tests.integration.dashboard.patience import wait_for
from tests.live_server import answering

pytestmark = pytest.mark.integration
KEPT = """async () => {
  const cache = await caches.open((await caches.keys())[0]);
  const answers = await cache.matchAll();
  return [answers.map(({ url }) => url), (await Promise.all(answers.map((answer) => answer.text()))).join()];
}"""


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
    kept = [f"pawpop-page-{monitor.site.version}"]
    wait_for(page, lambda: page.evaluate("caches.keys()") == kept, "The worker did not change.")
    monitor.down = True
    page.reload()
    expect(page.locator("#connection")).to_contain_text("No connection")
    assert monitor.site.version in str(page.locator("script[src*=app]").get_attribute("src"))


def test_nothing_keeps_a_browser_from_installing_it(context: BrowserContext, monitor: Monitor) -> None:
    page = _open(context, monitor)
    asked = context.new_cdp_session(page)
    manifest = asked.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert len(manifest["manifest"]["icons"]) == 5
    assert asked.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
