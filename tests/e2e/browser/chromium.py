"""A real Chromium, and pages in it that see a scene instead of the live API."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from pictures.debian import executable
from tests.e2e.browser.scenes import Scene

_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TOKEN_KEY = "pawpop.token"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for as long as the block lasts; whoever starts it has seen to it that there is one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(_QUIET), chromium_sandbox=False)
        try:
            yield browser
        finally:
            browser.close()


def sign_in(context: BrowserContext, token: str) -> None:
    """Let every page of `context` find `token` in its session, as if it had been typed in before."""
    context.add_init_script(f"sessionStorage.setItem('{TOKEN_KEY}', '{token}')")


def settle(page: Page) -> None:
    """Wait until a signed-in page has shown all of its first load, advice and charts included."""
    page.wait_for_selector("script[src*=uplot]", state="attached")  # comes after everything else was shown
    page.wait_for_selector("#verdict .steps, #verdict:not(:has(.incident))")


def stage_scene(context: BrowserContext, scene: Scene) -> None:
    """Answer the API's reads from `scene`."""

    def alerts(route: Route) -> None:
        page = scene.past_alerts if "resolved=true" in route.request.url else scene.open_alerts
        route.fulfill(body=page.model_dump_json(), content_type="application/json")

    def dashboard(route: Route) -> None:
        route.fulfill(body=scene.dashboard.model_dump_json(), content_type="application/json")

    def silences(route: Route) -> None:
        route.fulfill(body=scene.silences.model_dump_json(), content_type="application/json")

    context.route(re.compile(r"/api/monitoring/devices"), lambda route: route.fulfill(status=404, body="{}"))
    context.route(re.compile(r"/api/monitoring/silences"), silences)
    context.route(re.compile(r"/api/monitoring/dashboard"), dashboard)
    context.route(re.compile(r"/api/monitoring/alerts"), alerts)
