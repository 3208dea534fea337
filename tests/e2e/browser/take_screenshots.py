"""`python -m tests.e2e.browser.take_screenshots FOLDER`: the dashboard's pictures for the guide."""

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize

from local_stack import stack
from tests.e2e.browser.chromium import chromium, settle, sign_in, stage_scene
from tests.e2e.browser.scenes import Scene, all_well, database_down, one_critical
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.desk import alerts

SCENES = {"all-well": all_well, "one-critical": one_critical, "database-down": database_down}
SCREENS = {"desktop": ViewportSize(width=1280, height=900), "phone": ViewportSize(width=390, height=844)}
type ColorScheme = Literal["light", "dark"]

COLOURS: tuple[ColorScheme, ...] = ("light", "dark")


def main(folder: Path) -> None:
    """Take all pictures; the first screenful of the phone, the whole page of the desktop."""
    folder.mkdir(parents=True, exist_ok=True)
    url = stack.load().dashboard_url
    with chromium() as browser:
        for name, scene in SCENES.items():
            for screen in SCREENS:
                for colour in COLOURS:
                    _take(browser, url, scene(), screen, colour, folder / f"{name}-{screen}-{colour}.png")
        _take_boards(browser, folder)
        _take_status_page(browser, url.removesuffix("dashboard") + "status", folder)


def _take(browser: Browser, url: str, scene: Scene, screen: str, colour: ColorScheme, file: Path) -> None:
    context = browser.new_context(viewport=SCREENS[screen], color_scheme=colour, device_scale_factor=1)
    sign_in(context, "a-token-for-pictures")
    stage_scene(context, scene)
    page = context.new_page()
    page.goto(url)
    settle(page)
    page.wait_for_timeout(400)  # the meters fill up
    page.screenshot(path=file, full_page=False)
    context.close()


def _take_boards(browser: Browser, folder: Path) -> None:
    for screen, viewport in SCREENS.items():
        for colour in COLOURS:
            desk = BoardDesk(all_well(), alerts("high"))
            page = desk.open(browser, "#board=developer&compare=week", viewport=viewport, color_scheme=colour)
            page.wait_for_selector(".board-panel canvas")
            page.wait_for_timeout(800)
            page.screenshot(path=folder / f"board-{screen}-{colour}.png")
            page.context.close()


def _take_status_page(browser: Browser, url: str, folder: Path) -> None:
    for screen, viewport in SCREENS.items():
        for colour in COLOURS:
            context = browser.new_context(viewport=viewport, color_scheme=colour)
            page = context.new_page()
            page.goto(url)
            page.screenshot(path=folder / f"status-{screen}-{colour}.png")
            context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
