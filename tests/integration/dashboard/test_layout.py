"""Nothing moves under a finger while a page fills, at first or with what it remembers (U17): a shift of zero."""

import time

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.looks.pages import FRAGMENTS, SCREENS
from tests.integration.dashboard.looks.states import STATES

pytestmark = pytest.mark.integration
_WATCHED = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(({ value, sources }) =>
  [value, sources.map(({ node }) => node?.id || node?.className || node?.nodeName)])))
  .observe({ type: "layout-shift", buffered: true });
"""
_LATE_SECONDS = 0.06
_SETTLED_MS = 250


@pytest.mark.parametrize(
    ("state", "page", "screen"),
    [
        ("silenced", "dashboard", "phone"),
        ("eleven", "dashboard", "desktop"),
        ("database-down", "alert", "phone"),
        ("five", "board", "phone"),
    ],
)
def test_nothing_moves(state: str, page: str, screen: str, browser: Browser) -> None:
    desk = STATES[state]()
    shown = desk.open(browser, FRAGMENTS[page](desk), viewport=SCREENS[screen])
    _slow_down(shown, desk)
    shown.context.add_init_script(_WATCHED)
    shown.evaluate("sessionStorage.removeItem('pawpop.last')")
    for _ in ("nothing is remembered", "the last state is"):
        shown.reload()
        shown.wait_for_selector("script[src*=uplot]", state="attached")
        shown.wait_for_load_state("networkidle")
        shown.wait_for_timeout(_SETTLED_MS)
        assert shown.evaluate("window.shifts") == []


def _slow_down(page: Page, desk: BoardDesk) -> None:
    """Answers come one after the other, as over a network."""

    def late(route: Route) -> None:
        time.sleep(_LATE_SECONDS)
        desk._answer(route)  # noqa: SLF001

    page.route("**/api/**", late)
