"""Every page in every state, opened in a browser once it has shown all that it will."""

from collections.abc import Callable, Mapping
from itertools import product
from types import MappingProxyType
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize

from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.looks.public import DOCUMENTS
from tests.integration.dashboard.looks.states import STATES

type Colours = Literal["light", "dark"]

_BOARDS = "#board=developer&compare=week"
FRAGMENTS: Mapping[str, Callable[[BoardDesk], str]] = MappingProxyType(
    {
        "dashboard": lambda _desk: "",
        "alert": lambda desk: f"#alert={desk.open_alerts[0].id if desk.open_alerts else 'alert_of_long_ago'}",
        "board": lambda _desk: _BOARDS,
        "service": lambda _desk: "#board=service-supabase&span=90d",
        "insights": lambda _desk: "#page=insights",
    }
)
"""What stands behind the dashboard's address, by the names of pictures."""

PAGES = (*FRAGMENTS, *DOCUMENTS)
ALL = tuple(product(STATES, PAGES))
"""Every page in every state."""
SCREENS: Mapping[str, ViewportSize] = MappingProxyType(
    {"desktop": ViewportSize(width=1280, height=900), "phone": ViewportSize(width=390, height=844)}
)
COLOURS: tuple[Colours, ...] = ("light", "dark")


def opened(browser: Browser, state: str, page: str, screen: str = "desktop") -> tuple[BoardDesk, Page]:
    """The page, and the desk that answers it."""
    desk = STATES[state]()
    if page in DOCUMENTS:
        shown = browser.new_context(viewport=SCREENS[screen], has_touch=screen == "phone").new_page()
        shown.set_content(DOCUMENTS[page](desk))
        return desk, shown
    shown = desk.open(browser, FRAGMENTS[page](desk), viewport=SCREENS[screen], has_touch=screen == "phone")
    shown.wait_for_selector("#sign-in:visible" if desk.expired else "script[src*=uplot]", state="attached")
    shown.wait_for_load_state("networkidle")
    return desk, shown


def look(page: Page, screen: str, colours: Colours) -> None:
    """On that screen, by day or by night."""
    page.set_viewport_size(SCREENS[screen])
    page.emulate_media(color_scheme=colours)
