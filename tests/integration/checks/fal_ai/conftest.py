"""The sandbox on a real port, and the platform API in front of it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from local_stack.sandbox.server import serve
from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi
from pawpop_monitoring.outbound.http_client import bounded_client
from tests.live_server import answering

type PutFault = Callable[..., None]


@pytest.fixture
def sandbox_url() -> Iterator[str]:
    """A sandbox that nobody else uses."""
    with answering(serve()) as server:
        yield server.url


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """Connections as the product makes them."""
    with bounded_client() as made:
        yield made


@pytest.fixture
def api(client: httpx.Client, sandbox_url: str) -> FalPlatformApi:
    """With a key of either kind."""
    return FalPlatformApi(client, f"{sandbox_url}/fal/v1", "fal-ai/flux/dev", lambda: FalKeys("id:secret", "id:admin"))


@pytest.fixture
def put_fault(sandbox_url: str) -> PutFault:
    """Injects a fault into the sandbox's fal.ai."""

    def put(**fault: Any) -> None:
        httpx.put(f"{sandbox_url}/_faults/fal", json=fault).raise_for_status()

    return put
