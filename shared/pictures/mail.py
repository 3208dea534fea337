"""`python -m pictures.mail`: the pictures of the mails, for a desktop and a phone, by day and by night.

A Chromium renders what the notifier would send at this commit. The pictures are kept small, as every clone
carries them.
"""

import io
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from pictures.debian import executable
from pictures.mail_scenes import mails

_FOLDER = Path(__file__).parent / "mail"
_SCREENS = {"desktop": ViewportSize(width=700, height=600), "phone": ViewportSize(width=390, height=600)}
_COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_PALETTE = 256


def main(folder: Path = _FOLDER) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), chromium_sandbox=False)
        for name, html in mails().items():
            for screen, size in _SCREENS.items():
                for colour in _COLOURS:
                    picture = _take(browser, html, size, colour)
                    save(picture, folder / f"{name}_{screen}_{colour}.png")
        browser.close()


def _take(browser: Browser, html: str, screen: ViewportSize, colour: Literal["light", "dark"]) -> bytes:
    context = browser.new_context(viewport=screen, color_scheme=colour)
    page = context.new_page()
    page.set_content(html)
    picture = page.screenshot(full_page=True)
    context.close()
    return picture


def save(picture: bytes, file: Path) -> None:
    """As small as it can be told from the whole, since every clone carries it."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(_PALETTE, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
