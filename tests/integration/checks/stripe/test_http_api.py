"""Stripe's API over real HTTP: what it says, and every way in which it can fail to."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest

from pawpop_monitoring.checks.stripe.http_api import HttpStripeApi
from pawpop_monitoring.domain.readings.stripe import Endpoint, Trouble, TroubleKind, Undelivered
from tests.factories import NOW
from tests.integration.checks.stripe.conftest import KEY

pytestmark = pytest.mark.integration

type Inject = Callable[..., None]
type Connect = Callable[..., HttpStripeApi]
NOW_SECONDS = int(NOW.timestamp())
PLENTY = 9.0


def event(age: timedelta, kind: str = "payment_intent.succeeded", **fields: Any) -> dict[str, Any]:
    return {"id": "evt", "object": "event", "type": kind, "created": NOW_SECONDS - int(age.total_seconds())} | fields


def put(sandbox: httpx.Client, **state: Any) -> None:
    sandbox.put("/stripe/_state", json=state).raise_for_status()


def trouble(answer: object) -> tuple[TroubleKind, str]:
    assert isinstance(answer, Trouble)
    for giveaway in ("127.0.0.1", "localhost", KEY, "Traceback"):
        assert giveaway not in answer.reason
    return answer.kind, answer.reason


def test_the_probe_measures_milliseconds(api: HttpStripeApi) -> None:
    milliseconds = api.probe(PLENTY)
    assert isinstance(milliseconds, float)
    assert 0 < milliseconds < 2_000


def test_endpoints_tell_whether_they_are_enabled_and_nothing_secret(sandbox: httpx.Client, api: HttpStripeApi) -> None:
    hook = {"id": "we_1", "url": "https://shop.example/hook?token=secret", "status": "enabled"}
    put(sandbox, webhook_endpoints=[hook, hook | {"id": "we_2", "status": "disabled"}])
    assert api.endpoints(PLENTY) == (
        Endpoint(id="we_1", url="https://shop.example/hook", enabled=True),
        Endpoint(id="we_2", url="https://shop.example/hook", enabled=False),
    )


def test_only_what_should_have_arrived_and_still_can_is_undelivered(sandbox: httpx.Client, api: HttpStripeApi) -> None:
    put(
        sandbox,
        events=[
            event(timedelta(seconds=299)),
            event(timedelta(seconds=300)),
            event(timedelta(hours=2), "charge.refunded"),
            event(timedelta(hours=3), pending_webhooks=0),
            event(timedelta(hours=4), "customer.tax_id.created"),
            event(timedelta(days=3, seconds=1)),
        ],
    )
    assert api.undelivered(NOW, PLENTY) == Undelivered(
        count=2, oldest=NOW - timedelta(hours=2), types=("charge.refunded", "payment_intent.succeeded")
    )


def test_more_than_a_page_is_a_page_or_more(sandbox: httpx.Client, api: HttpStripeApi) -> None:
    put(sandbox, events=[event(timedelta(hours=1))] * 101)
    answer = api.undelivered(NOW, PLENTY)
    assert isinstance(answer, Undelivered)
    assert (answer.count, answer.more) == (100, True)


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ({"status": 500}, TroubleKind.NO_ANSWER, "Stripe answered 500 (api_error)."),
        ({"status": 503, "body": "<html>maintenance"}, TroubleKind.NO_ANSWER, "Stripe answered 503."),
        ({"status": 401}, TroubleKind.KEY_REJECTED, "rejects the API key (401)"),
        ({"status": 403}, TroubleKind.FORBIDDEN, "lacks the permission to read Balance (403)"),
        ({"status": 404}, TroubleKind.NO_ANSWER, "Stripe answered 404 (invalid_request_error)."),
        ({"status": 429}, TroubleKind.RATE_LIMITED, "limits the rate of requests (429)."),
        ({"status": 429, "headers": {"Retry-After": "7"}}, TroubleKind.RATE_LIMITED, "(429) and asks to wait 7 s."),
        ({"status": 429, "headers": {"Retry-After": "soon"}}, TroubleKind.RATE_LIMITED, "(429)."),
        ({"status": 302, "headers": {"Location": "/login"}}, TroubleKind.NO_ANSWER, "Stripe answered 302."),
        ({"body": "<html><title>Sign in to the Wi-Fi"}, TroubleKind.NO_ANSWER, "A web page came"),
        ({"body": '{"object": "bal'}, TroubleKind.NO_ANSWER, "no complete JSON object"),
        ({"body": ""}, TroubleKind.NO_ANSWER, "no complete JSON object"),
        ({"body": "[" * 100_000}, TroubleKind.NO_ANSWER, "no complete JSON object"),
        ({"body": []}, TroubleKind.NO_ANSWER, "no complete JSON object"),
        ({"body": {"status": "ok"}}, TroubleKind.NO_ANSWER, "not Stripe's API"),
        ({"drop": True}, TroubleKind.NO_ANSWER, "hung up before its answer was complete"),
        ({"latency_ms": 1500}, TroubleKind.NO_ANSWER, "did not answer within 0.4 s"),
        ({"headers": {"Content-Length": "5000"}}, TroubleKind.NO_ANSWER, "did not answer within 0.4 s"),
    ],
)
def test_every_trouble_is_a_sentence(
    api: HttpStripeApi, inject: Inject, fault: dict[str, Any], kind: TroubleKind, words: str
) -> None:
    inject(**fault)
    started = time.monotonic()
    answered, reason = trouble(api.probe(0.4))
    assert time.monotonic() - started < 0.8
    assert answered is kind
    assert words in reason


@pytest.mark.parametrize("body", [{"object": "list"}, {"data": "all of them"}, {"data": ["evt_1"]}])
def test_lists_of_another_shape_are_no_answer(api: HttpStripeApi, inject: Inject, body: dict[str, Any]) -> None:
    inject(body=body)
    assert "not Stripe's API" in trouble(api.endpoints(PLENTY))[1]
    assert "not Stripe's API" in trouble(api.undelivered(NOW, PLENTY))[1]


def test_a_restricted_key_may_lack_one_permission(sandbox: httpx.Client, api: HttpStripeApi) -> None:
    put(sandbox, forbidden=["events"])
    assert trouble(api.undelivered(NOW, PLENTY)) == (
        TroubleKind.FORBIDDEN,
        "The API key lacks the permission to read Events (403).",
    )
    assert not isinstance(api.endpoints(PLENTY), Trouble)


def test_a_key_that_was_just_rolled_is_fetched_anew(sandbox: httpx.Client, connect: Connect) -> None:
    api = connect(f"{sandbox.base_url}/stripe", key="old_key", renewed="rk_live_of_the_shop")
    assert isinstance(api.probe(PLENTY), float)


@pytest.mark.parametrize("key", ["schlüssel", "two\nlines", ""])
def test_a_key_that_is_none(sandbox: httpx.Client, connect: Connect, key: str) -> None:
    assert trouble(connect(f"{sandbox.base_url}/stripe", key=key).probe(PLENTY))[0] is TroubleKind.KEY_REJECTED


@pytest.mark.parametrize(
    ("base_url", "words"),
    [
        ("http://127.0.0.1:9", "refuses connections"),
        ("http://no-such-host.invalid", "can't be resolved"),
        ("api.stripe.com", "STRIPE_BASE_URL can't be read"),
        ("http://api.stripe.com:port", "STRIPE_BASE_URL can't be read"),
    ],
)
def test_what_is_not_there(connect: Connect, base_url: str, words: str) -> None:
    assert words in trouble(connect(base_url).probe(PLENTY))[1]


@pytest.fixture
def dripping() -> Iterator[int]:
    """A port that answers a byte at a time, each sooner than any time-out between two of them."""
    stopped = threading.Event()

    def drip(server: socket.socket) -> None:
        caller, _ = server.accept()
        with caller, suppress(OSError):
            for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000:
                if stopped.wait(0.05):
                    return
                caller.send(bytes([byte]))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        yield server.getsockname()[1]
        stopped.set()
        thread.join()


def test_an_answer_that_drips_in_is_given_up_in_time(connect: Connect, dripping: int) -> None:
    started = time.monotonic()
    assert "did not answer within 0.5 s" in trouble(connect(f"http://127.0.0.1:{dripping}").probe(0.5))[1]
    assert time.monotonic() - started < 0.9


def test_no_time_left(api: HttpStripeApi) -> None:
    assert "no time left" in trouble(api.probe(0.0))[1]
