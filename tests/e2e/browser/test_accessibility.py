"""axe-core finds nothing on the deployed pages; tests/integration/dashboard has the dashboard in every state."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from local_stack.stack import Stack
from tests.e2e.browser.chromium import settle
from tests.e2e.browser.conftest import OpenDashboard
from tests.e2e.browser.scenes import one_critical

WCAG_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def _violations(page: Page) -> list[str]:
    """By day and by night, on a desk and on a phone."""
    return [each for size in (DESKTOP, PHONE) for colours in COLOURS for each in _seen(page, size, colours)]


def _seen(page: Page, size: ViewportSize, colours: Literal["light", "dark"]) -> list[str]:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=colours)
    found = Axe().run(page, options=WCAG_AA).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def test_the_dashboard(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(scene=one_critical(), viewport=DESKTOP)
    settle(page)
    for details in page.locator("details > summary").all():
        details.click()
    assert _violations(page) == []


def test_the_sign_in_form(open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(token="not-a-token")
    expect(page.locator("#sign-in-error")).to_contain_text("not known here")
    assert _violations(page) == []


def test_the_status_page(browser: Browser, deployed: Stack) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{deployed.api_url}/status")
        expect(page.locator("li")).not_to_have_count(0)
        assert _violations(page) == []
