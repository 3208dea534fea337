"""A sandbox on a real port, and Stripe's API as the product calls it."""

import socket
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from local_stack.sandbox.server import serve
from pawpop_monitoring.checks.stripe.http_api import HttpStripeApi
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from tests.live_server import answering

KEY = "sk_test_of_the_shop"


@pytest.fixture
def events(database: Database) -> PostgresStripeEvents:
    """What the check reads of the shop's records."""
    return PostgresStripeEvents(database, ZoneInfo("UTC"))


@pytest.fixture
def sandbox() -> Iterator[httpx.Client]:
    """For laying down what Stripe answers."""
    with answering(serve()) as server, httpx.Client(base_url=server.url, timeout=5) as client:
        yield client


@pytest.fixture
def connect() -> Iterator[Callable[..., HttpStripeApi]]:
    """Makes the API behind an address, with this key and the one that it was rolled to."""
    with bounded_client() as client:

        def made(base_url: str, key: str = KEY, renewed: str | None = None) -> HttpStripeApi:
            return HttpStripeApi(
                client=client, base_url=base_url, api_key=lambda: key, renewed_api_key=lambda: renewed or key
            )

        yield made


@pytest.fixture
def api(sandbox: httpx.Client, connect: Callable[..., HttpStripeApi]) -> HttpStripeApi:
    return connect(f"{sandbox.base_url}/stripe")


@pytest.fixture
def inject(sandbox: httpx.Client) -> Callable[..., None]:
    """Lays down a fault for the next calls to Stripe."""

    def put(**fault: Any) -> None:
        sandbox.put("/_faults/stripe", json=fault).raise_for_status()

    return put


@pytest.fixture
def listening() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
