"""A sandbox on a real port, for tests that speak to it as the product does."""

from collections.abc import Iterator

import httpx
import pytest

from local_stack.sandbox.server import serve
from tests.live_server import answering

RESEND_HEADERS = {"Authorization": "Bearer re_test", "User-Agent": "pawpop-tests/1"}


@pytest.fixture
def sandbox() -> Iterator[httpx.Client]:
    """An HTTP client of a sandbox that nobody else uses."""
    with answering(serve()) as server, httpx.Client(base_url=server.url, timeout=5) as client:
        yield client


@pytest.fixture
def resend(sandbox: httpx.Client) -> httpx.Client:
    """The same client with the headers that Resend asks for."""
    sandbox.headers.update(RESEND_HEADERS)
    return sandbox
