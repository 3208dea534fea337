"""Stripe's SDK over our own client: what it asks, and that nothing that answers makes it stumble."""

import json
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.checks.stripe.http_api import WATCHED_TYPES, HttpStripeApi
from pawpop_monitoring.domain.readings.stripe import Trouble, Undelivered
from tests.factories import NOW

FIELDS = (
    "object",
    "data",
    "error",
    "type",
    "code",
    "created",
    "id",
    "url",
    "status",
    "has_more",
    "message",
    "livemode",
)
OBJECTS = ("list", "balance", "event", "webhook_endpoint", "v2.core.event", "account", "deleted", "", "😀")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=4),
    max_leaves=12,
)


def api(answer: Callable[[httpx.Request], httpx.Response]) -> HttpStripeApi:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return HttpStripeApi(client, "https://stripe.example/", lambda: "rk_live\n", lambda: "rk_live")


def test_the_request_is_the_sdks_under_our_own_name() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"object": "list", "data": [], "has_more": False})

    assert api(answer).undelivered(NOW, 5) == Undelivered(count=0)
    (request,) = seen
    assert request.method == "GET"
    assert request.url.path == "/v1/events"
    assert request.headers["authorization"] == "Bearer rk_live"
    assert request.headers["user-agent"] == "pawpop-monitoring"
    assert "stripe-version" in request.headers
    assert "telemetry" not in " ".join(request.headers).lower()
    query = dict(request.url.params.multi_items())
    assert query["delivery_success"] == "false"
    assert {value for name, value in query.items() if name.startswith("types[")} == set(WATCHED_TYPES)


@pytest.mark.parametrize("status", [409, 500, 503])
def test_a_call_is_one_attempt_even_where_stripe_asks_for_more(status: int) -> None:
    calls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(str(request.url))
        return httpx.Response(status, headers={"Stripe-Should-Retry": "true", "Stripe-Notice": "hello"})

    assert isinstance(api(answer).probe(5), Trouble)
    assert len(calls) == 1


@given(
    JSON | st.fixed_dictionaries({"object": st.sampled_from(OBJECTS)}, optional={"data": JSON, "error": JSON}),
    st.sampled_from([200, 201, 204, 400, 402, 404, 500]),
)
def test_any_json_is_an_answer_or_a_trouble(body: object, status: int) -> None:
    asked = api(lambda _: httpx.Response(status, content=json.dumps(body)))
    assert isinstance(asked.probe(5), float | Trouble)
    assert isinstance(asked.endpoints(5), tuple | Trouble)
    assert isinstance(asked.undelivered(NOW, 5), Undelivered | Trouble)


@pytest.mark.parametrize(
    ("behind", "counted"),
    [
        (timedelta(0), 2),
        (timedelta(minutes=4), 1),  # ours is ahead: the younger one is in flight
        (timedelta(minutes=-4), 2),
        (timedelta(days=9), 2),  # no clock is off by that
        (None, 2),
    ],
)
def test_what_is_on_its_way_is_told_by_stripes_clock(behind: timedelta | None, counted: int) -> None:
    ages = (timedelta(minutes=6), timedelta(minutes=30))
    events = [{"object": "event", "created": int((NOW - age).timestamp())} for age in ages]
    headers = {} if behind is None else {"date": format_datetime(NOW - behind, usegmt=True)}

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=headers, json={"object": "list", "data": events, "has_more": False})

    waiting = api(answer).undelivered(NOW, 5)
    assert isinstance(waiting, Undelivered)
    assert waiting.count == counted


@pytest.mark.parametrize("date", ["Thu, 26 Nov 99999999999 20:00:00 GMT", "Thu, 26 Nov 2026 20:00:00 +9999999999999"])
def test_a_date_that_nobody_can_read_hides_nothing_of_the_answer(date: str) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"date": date}, json={"object": "list", "data": [], "has_more": False})

    assert isinstance(api(answer).undelivered(NOW, 5), Undelivered)
