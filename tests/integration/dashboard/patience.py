"""Waiting for what a page brings about outside itself, where Playwright has nothing to look at."""

from collections.abc import Callable

from playwright.sync_api import Page

_LOOKS, _PAUSE_MS = 400, 25


def wait_for(page: Page, so: Callable[[], object], why: str) -> None:
    """Until `so` is true, 10 s at most; `why` is said if it never is."""
    for _ in range(_LOOKS):
        if so():
            return
        page.wait_for_timeout(_PAUSE_MS)
    raise AssertionError(why)
