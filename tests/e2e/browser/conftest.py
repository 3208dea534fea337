"""A browser for the session, and pages that are signed in to the deployed stack."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from local_stack.stack import Stack
from pictures.debian import install
from tests.e2e.browser.chromium import chromium, sign_in, stage_scene
from tests.e2e.browser.scenes import Scene

type OpenDashboard = Callable[..., Page]
"""Opens the dashboard in a context of its own; keywords go to the context, `scene` replaces the API's answers."""

_AT_ONCE = 2
_REQUESTS = (
    ("GET", "/dashboard"),
    ("GET", "/status"),
    ("GET", "/api/monitoring/dashboard"),
    ("GET", "/api/monitoring/alerts"),
    ("PATCH", "/api/monitoring/alerts"),
    ("GET", "/api/monitoring/silences"),
)
_SERVER_ERROR = 500
_WARM_UP_SECONDS = 120
_PATIENCE_MS = 45_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, installed if that is possible here; else the tests are skipped, with the reason."""
    if missing := install():
        pytest.skip(missing)
    with chromium() as started:
        yield started


@pytest.fixture(scope="session", autouse=True)
def warm(deployed: Stack) -> None:
    """Start the environments that a page needs at once, so that no test waits for them, and be patient when busy.

    The page itself gives up on a request after 10 s, and does not repeat what changes something.
    """
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        asked = [pool.submit(_ask, deployed, *request) for request in _REQUESTS for _ in range(_AT_ONCE)]
    assert all(answer.result() < _SERVER_ERROR for answer in asked)
    expect.set_options(timeout=_PATIENCE_MS)


def _ask(stack: Stack, method: str, path: str) -> int:
    headers = {"Authorization": f"Bearer {stack.tokens.admin}"}
    return httpx.request(method, f"{stack.api_url}{path}", headers=headers, timeout=_WARM_UP_SECONDS).status_code


@pytest.fixture
def open_dashboard(browser: Browser, deployed: Stack) -> Iterator[OpenDashboard]:
    """See OpenDashboard; every page fails its test if a script of it fails."""
    contexts: list[BrowserContext] = []
    failures: list[str] = []

    def open_(scene: Scene | None = None, token: str | None = deployed.tokens.admin, **options: object) -> Page:
        # A service worker would answer in place of what a test stages.
        context = browser.new_context(**{"service_workers": "block"} | options)  # type: ignore[arg-type]
        contexts.append(context)
        if token:
            sign_in(context, token)
        if scene:
            stage_scene(context, scene)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", lambda line: failures.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(deployed.dashboard_url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not failures
