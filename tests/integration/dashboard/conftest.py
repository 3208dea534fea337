"""A browser for the module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser.chromium import EXECUTABLE, chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; where it is not installed the tests are skipped."""
    if not EXECUTABLE.exists():
        pytest.skip("Debian's package 'chromium' is not installed")
    with chromium() as started:
        yield started
