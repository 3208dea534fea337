"""axe finds nothing on any page in any state, and none scrolls sideways, down to 320 px; a few of them daily."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.integration.dashboard.looks.pages import ALL, COLOURS, SCREENS, Colours, look, opened
from tests.integration.deep import WHOLE

pytestmark = pytest.mark.integration

DAILY = {
    ("well", "dashboard"),
    ("five", "dashboard"),
    ("database-down", "dashboard"),
    ("five", "alert"),
    ("one", "link"),
    ("one", "status"),
    ("five", "mail"),
}
_DAILY_LOOKS = {("desktop", "light"), ("phone", "light"), ("phone", "dark")}
_NARROW = ViewportSize(width=320, height=640)
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_CONTRAST: dict[str, str | list[str]] = {"type": "rule", "values": ["color-contrast"]}
"""All of axe's rules that the colours of the night can change."""


def _rules(page: str, colours: Colours) -> dict[str, str | list[str]]:
    if colours == "dark":
        return _CONTRAST
    return {"type": "tag", "values": _WCAG if page == "mail" else [*_WCAG, "best-practice"]}  # a mail is no whole page


def _unfold(shown: Page) -> None:
    for summary in shown.locator("details > summary:visible").all():
        summary.click()


@pytest.mark.parametrize(
    ("state", "page"), [pytest.param(*each, marks=[] if each in DAILY else [WHOLE], id="-".join(each)) for each in ALL]
)
def test_it_has_no_finding_and_fits(state: str, page: str, browser: Browser) -> None:
    desk, shown = opened(browser, state, page)
    _unfold(shown)
    for screen, colours in product(SCREENS, COLOURS):
        if (screen, colours) in _DAILY_LOOKS or (state, page) not in DAILY:
            look(shown, screen, colours)
            found = Axe().run(shown, options={"runOnly": _rules(page, colours)}).response["violations"]
            told = [(rule["id"], rule["nodes"][0]["html"][:150], rule["nodes"][0]["failureSummary"]) for rule in found]
            assert told == [], (screen, colours)
            _fits(shown, SCREENS[screen]["width"])
    shown.set_viewport_size(_NARROW)
    _fits(shown, _NARROW["width"])
    assert desk.failures == []
    shown.context.close()


def _fits(shown: Page, width: int) -> None:
    shown.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
