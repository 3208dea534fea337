"""A browser for the module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from pictures.debian import install
from tests.e2e.browser.chromium import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, installed if that is possible here; else the tests are skipped, with the reason."""
    if missing := install():
        pytest.skip(missing)
    with chromium() as started:
        yield started
