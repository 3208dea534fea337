"""Passing deliveries on: untouched, measured, and never waiting for ever."""

import socket
from collections.abc import Iterator

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.tracking.delivery import Delivery
from pawpop_monitoring.tracking.forwarding import Forwarder
from tests.fakes.shops_handler import ShopsHandler, shops_handler

DELIVERY = Delivery(b'{"id": "evt_\xc3\xbc"}', {"stripe-signature": "t=1,v1=0", "content-type": "a/b", "cookie": "no"})


@pytest.fixture
def shop() -> Iterator[ShopsHandler]:
    with shops_handler() as started:
        yield started


def forwarder(shop: ShopsHandler, path: str = "/api/webhooks/stripe?a=1") -> Forwarder:
    return Forwarder(shop.url(path), timeout=2)


def test_the_shop_gets_the_very_bytes_and_what_it_needs_to_verify_them(shop: ShopsHandler) -> None:
    outcome = forwarder(shop)(DELIVERY)

    path, body, headers = shop.received
    assert (path, body) == ("/api/webhooks/stripe?a=1", DELIVERY.body)
    assert (headers["stripe-signature"], headers["content-type"]) == ("t=1,v1=0", "a/b")
    assert headers["x-pawpop-forwarded"] == "1"
    assert "cookie" not in headers
    assert (outcome.status, outcome.http_status, outcome.error_message) == ("success", 200, None)
    assert outcome.processing_time is not None
    assert outcome.processing_time > 0


@pytest.mark.parametrize("status", [302, 400, 500])
def test_what_the_shop_refuses_has_failed(shop: ShopsHandler, status: int) -> None:
    shop.status = status

    outcome = forwarder(shop)(DELIVERY)

    assert (outcome.status, outcome.http_status) == ("failed", status)
    assert outcome.error_message is not None
    assert outcome.error_message.startswith(f"HTTP {status}")


def test_a_shop_that_does_not_answer_in_time_has_failed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = Forwarder(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2)(DELIVERY)

    assert (outcome.status, outcome.http_status) == ("failed", 504)
    assert outcome.error_message == "The shop's handler did not answer within 0.2 s"


def test_a_shop_that_is_gone_has_failed() -> None:
    outcome = Forwarder("http://127.0.0.1:9", timeout=1)(DELIVERY)

    assert (outcome.status, outcome.http_status) == ("failed", 502)


@pytest.mark.parametrize("url", ["shop.example", "ftp://shop.example", "https://"])
def test_an_address_that_is_none_is_said_so(url: str) -> None:
    with pytest.raises(ConfigurationError, match="STRIPE_FORWARD_URL"):
        Forwarder(url, timeout=1)
