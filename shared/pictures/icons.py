"""`python -m pictures.icons`: the app's icon as PNG, for home screens that take no SVG.

A Chromium draws icon.svg; what a system cuts into a shape of its own is drawn without the round corners.
"""

import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from pictures.debian import executable

_STATIC = Path(__file__).parents[2] / "functions" / "dashboard_page" / "static"
_ROUND = ' rx="8"'
_COLOURS = 32


class _Icon(NamedTuple):
    name: str
    pixels: int
    whole: bool
    """Up to its edges."""


ICONS = (
    _Icon("any-192", 192, whole=False),
    _Icon("any-512", 512, whole=False),
    _Icon("maskable-512", 512, whole=True),
    _Icon("apple-180", 180, whole=True),
)


def main(folder: Path = _STATIC / "icons") -> None:
    """Draw all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = (_STATIC / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), chromium_sandbox=False)
        for icon in ICONS:
            picture = _take(browser, drawn.replace(_ROUND, "") if icon.whole else drawn, icon.pixels)
            with Image.open(io.BytesIO(picture)) as image:
                image.quantize(_COLOURS).save(folder / f"{icon.name}.png", optimize=True)
        browser.close()


def _take(browser: Browser, svg: str, pixels: int) -> bytes:
    page = browser.new_page(viewport=ViewportSize(width=pixels, height=pixels))
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    picture = page.screenshot(omit_background=True)
    page.close()
    return picture


if __name__ == "__main__":
    main()
