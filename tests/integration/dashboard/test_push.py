"""A device is told from a tap on, until it is removed or somebody signs out; its worker has tests in Node."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from local_stack.sandbox.push import KEY
from pawpop_monitoring.bootstrap.device_services import DeviceServices
from tests.e2e.browser.chromium import sign_in
from tests.fakes.devices import InMemoryDevices
from tests.integration.dashboard.loopback import Monitor
from tests.live_server import answering

pytestmark = pytest.mark.integration
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
# A browser without a screen has no push service to subscribe at.
BROWSERS_OWN = f"""
const subscription = {{
  endpoint: "https://push.example/ann",
  toJSON: () => ({{ endpoint: subscription.endpoint, keys: {{ p256dh: "{POINT}", auth: "BTBZMqHH6r4Tts7J_aSIgg" }} }}),
  unsubscribe: async () => {{ window.subscribed = null; return true; }},
}};
window.subscribed = null;
Object.defineProperty(Notification, "permission", {{ get: () => "default" }});
Notification.requestPermission = async () => "granted";
PushManager.prototype.getSubscription = async () => window.subscribed;
PushManager.prototype.subscribe = async (options) => {{
  window.asked = options;
  return (window.subscribed = subscription);
}};
"""


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    with answering(Monitor()) as server:
        server.desk.devices = DeviceServices(
            devices=InMemoryDevices(),  # type: ignore[arg-type]
            key=lambda: KEY,
            clock=lambda: datetime.now(UTC),
        )
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 390, "height": 844}, permissions=["notifications"]) as opened:
        opened.set_default_timeout(10_000)
        sign_in(opened, "token")
        opened.add_init_script(BROWSERS_OWN)
        yield opened


@pytest.fixture
def page(context: BrowserContext, monitor: Monitor) -> Page:
    opened = context.new_page()
    opened.goto(monitor.page)
    opened.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return opened


def test_a_phone_is_told_from_a_tap_on_until_it_is_removed(page: Page, monitor: Monitor) -> None:
    page.get_by_role("button", name="Tell this computer").click()
    expect(page.locator(".devices li")).to_contain_text("(this one)")
    assert page.evaluate("window.asked.userVisibleOnly && window.asked.applicationServerKey.length") == 65
    assert monitor.desk.devices
    assert [device.endpoint for device in monitor.desk.devices.devices.all()] == ["https://push.example/ann"]
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Tell this computer")).to_be_visible()
    assert page.evaluate("window.subscribed") is None
    assert monitor.desk.devices.devices.all() == []


def test_signing_out_ends_it_on_this_device(page: Page) -> None:
    page.get_by_role("button", name="Tell this computer").click()
    expect(page.locator(".devices li")).to_have_count(1)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_function("window.subscribed === null")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_panel_with_devices_has_no_finding_and_fits(page: Page, colours: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=colours)
    page.get_by_role("button", name="Tell this computer").click()
    expect(page.locator(".devices li")).to_contain_text("(this one)")
    found = Axe().run(page, context="#reach", options={"runOnly": {"type": "tag", "values": AXE_TAGS}}).response
    assert [(rule["id"], rule["nodes"][0]["html"][:150]) for rule in found["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    box = page.get_by_role("button", name="Remove").bounding_box()
    assert box is not None
    assert box["height"] >= 44
