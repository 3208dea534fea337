"""`python -m tests.integration.dashboard.looks FOLDER [STATE...]`: pictures of every page in every state.

Without a state it takes the few of the guide. Each page is a file for each screen and for day and night.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from pictures.mail import save
from tests.e2e.browser.chromium import chromium
from tests.integration.dashboard.looks.pages import COLOURS, PAGES, SCREENS, look, opened
from tests.integration.dashboard.looks.states import STATES

_GUIDE = {
    "all-well": ("well", "dashboard"),
    "one-critical": ("one", "dashboard"),
    "eleven": ("eleven", "dashboard"),
    "database-down": ("database-down", "dashboard"),
    "alert": ("five", "alert"),
    "board": ("well", "board"),
    "status": ("one", "status"),
}
_SETTLED_MS = 450
"""Meters fill up."""


def main(folder: Path, states: list[str]) -> None:
    """The guide's first screenfuls, or every whole page in these states; "all" is each of them."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{state}-{page}": (state, page) for state in _chosen(states) for page in PAGES} if states else _GUIDE
    with chromium() as browser:
        for name, (state, page) in wanted.items():
            _take(browser, state, page, folder / name, whole=bool(states))


def _chosen(states: list[str]) -> list[str]:
    return list(STATES) if states == ["all"] else states


def _take(browser: Browser, state: str, page: str, file: Path, *, whole: bool) -> None:
    for screen in SCREENS:
        desk, shown = opened(browser, state, page, screen)
        for colours in COLOURS:
            look(shown, screen, colours)
            _shoot(shown, file.with_name(f"{file.name}-{screen}-{colours}.png"), whole=whole)
        if desk.failures:
            print(file.name, screen, *desk.failures)
        shown.context.close()


def _shoot(page: Page, file: Path, *, whole: bool) -> None:
    page.wait_for_timeout(_SETTLED_MS)
    save(page.screenshot(full_page=whole), file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
