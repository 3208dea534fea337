"""axe-core finds nothing on any page, in any state, light or dark, on a desk or on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from local_stack.stack import Stack
from tests.e2e.browser.chromium import settle
from tests.e2e.browser.conftest import OpenDashboard
from tests.e2e.browser.scenes import Scene, all_well, database_down, one_critical, some_silenced

WCAG_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options=WCAG_AA).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scene", [all_well, one_critical, some_silenced, database_down])
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_dashboard(
    scene: Callable[[], Scene], colours: str, viewport: dict[str, int], open_dashboard: OpenDashboard
) -> None:
    page = open_dashboard(scene=scene(), color_scheme=colours, viewport=viewport)
    settle(page)
    for details in page.locator("details > summary").all():
        details.click()
    assert _violations(page) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_sign_in_form(colours: str, open_dashboard: OpenDashboard) -> None:
    page = open_dashboard(token="not-a-token", color_scheme=colours)
    expect(page.locator("#sign-in-error")).to_contain_text("not known here")
    assert _violations(page) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_status_page(colours: str, browser: Browser, deployed: Stack) -> None:
    context = browser.new_context(color_scheme=colours)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{deployed.api_url}/status")
    expect(page.locator("li")).not_to_have_count(0)
    assert _violations(page) == []
    context.close()
