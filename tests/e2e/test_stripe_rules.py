"""Every rule of the Stripe check fires and recovers through the deployed stack, each with its one mail."""

import time
from typing import Any

import httpx
import pytest
import stripe

from local_stack.sandbox.stripe import ENDPOINT
from tests.e2e.shop import Shop
from tests.e2e.trouble import Trouble, prove, refused

pytestmark = pytest.mark.e2e

REFUSALS = 32
"""Told at 1, 2, 4, 8, 16, 32 in a minute, and so more than 10 even if a minute ends in between."""
QUIET = "3 hours"
WEEKS = 4


def events(name: str, count: int, **fields: Any) -> list[dict[str, Any]]:
    """Reports of events that the shop handled; those of one report are in the order of their ids."""
    event = {"eventType": "checkout.session.completed", "status": "success", "processingTime": 120}
    return [event | fields | {"eventId": f"{name}-{number:03}"} for number in range(count)]


def failed(name: str, count: int) -> list[dict[str, Any]]:
    """The same for events that the shop could not handle."""
    return events(name, count, status="failed", errorMessage="the handler answered 500")


def fail_now_and_then(shop: Shop) -> None:
    """Two in a row and a success, over and over: a rate, and no row of failures."""
    for turn in range(5):
        shop.track("stripe", failed(f"failed-{turn}", 2))
        shop.track("stripe", events(f"good-{turn}", 1))


def mend_the_handler(shop: Shop) -> None:
    """What failed is sent again, and goes well."""
    for turn in range(5):
        shop.track("stripe", events(f"failed-{turn}", 2))


def pay(shop: Shop, kind: str, outcome: str, count: int, code: str = "") -> None:
    """Events of payments whose handling the shop has not told yet."""
    shop.query(
        "INSERT INTO stripe_webhook_events"
        " (event_id, event_type, status, payment_intent, payment_outcome, decline_code)"
        f" SELECT '{kind}-{outcome}-' || number, 'payment_intent.{outcome}', 'success', '{kind}-' || number,"
        f" '{outcome}', nullif('{code}', '') FROM generate_series(1, {count}) AS number"
    )


def break_the_checkout(shop: Shop) -> None:
    """A fifth of the payments fails for a reason of the shop's own."""
    pay(shop, "fine", "succeeded", 20)
    pay(shop, "broken", "failed", 5, "processing_error")


def decline_most(shop: Shop) -> None:
    """Far more than the usual tenth."""
    pay(shop, "fine", "succeeded", 5)
    pay(shop, "broken", "failed", 20, "card_declined")


def leave_undelivered(shop: Shop) -> None:
    """An event of an hour ago that no endpoint took."""
    event = {"id": "evt_1", "object": "event", "type": "checkout.session.completed", "pending_webhooks": 1}
    shop.set_stripe(events=[event | {"created": int(time.time()) - 3600}])


def send_with_a_foreign_secret(shop: Shop) -> None:
    """What an endpoint whose signing secret was rotated delivers."""
    body = '{"id": "evt_1", "type": "checkout.session.completed"}'
    for _ in range(REFUSALS):
        signature = stripe.WebhookSignature.generate_signature_header(body, "whsec_of_somebody_else")
        answer = shop.http.post("/webhooks/stripe", content=body, headers={"Stripe-Signature": signature})
        assert answer.status_code == httpx.codes.BAD_REQUEST, answer.text
    shop.wait_until_quiet()


def fall_silent(shop: Shop) -> None:
    """At this time of the week events came every minute; today the last one is hours old."""
    shop.query(
        "INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, created_at)"
        " SELECT 'evt-' || moment, 'checkout.session.completed', 'success', 120, moment FROM ("
        f" SELECT now() - interval '{QUIET}' AS moment"
        f" UNION ALL SELECT now() - interval '{WEEKS} weeks 1 day'"
        " UNION ALL SELECT now() - week * interval '1 week' - minute * interval '1 minute'"
        f" FROM generate_series(1, {WEEKS}) AS week, generate_series(1, 170) AS minute) AS moments"
    )


UNREACHABLE = [
    Trouble(
        check="stripe",
        fingerprint="stripe:unreachable",
        severity="critical",
        message=message,
        make_fire=refused("stripe", status),
        make_recover=Shop.mend_providers,
    )
    for status, message in ((500, "Stripe's API can't be reached"), (401, "Stripe rejects the API key"))
]
SUCCESS_RATE = Trouble(
    check="stripe",
    fingerprint="stripe:webhook_success_rate",
    severity="high",
    message="Low webhook success rate",
    make_fire=fail_now_and_then,
    make_recover=mend_the_handler,
)
CONSECUTIVE_FAILURES = Trouble(
    check="stripe",
    fingerprint="stripe:consecutive_failures",
    severity="high",
    message="Webhook events fail one after the other",
    make_fire=lambda shop: shop.track("stripe", failed("failed", 3)),
    make_recover=lambda shop: shop.track("stripe", events("mended", 1)),
)
PAYMENTS = [
    Trouble(
        check="stripe",
        fingerprint="stripe:payment_success_rate",
        severity=severity,
        message=message,
        make_fire=make_fire,
        make_recover=lambda shop: pay(shop, "broken", "succeeded", 20),
    )
    for severity, message, make_fire in (
        ("critical", "Low payment success rate", break_the_checkout),
        ("medium", "Banks decline many more payments than usual", decline_most),
    )
]
ENDPOINT_DISABLED = Trouble(
    check="stripe",
    fingerprint="stripe:endpoint_disabled",
    severity="critical",
    message="A webhook endpoint is disabled",
    make_fire=lambda shop: shop.set_stripe(webhook_endpoints=[ENDPOINT | {"status": "disabled"}]),
    make_recover=Shop.mend_providers,
)
UNDELIVERED = Trouble(
    check="stripe",
    fingerprint="stripe:undelivered",
    severity="medium",
    message="Stripe can't deliver events to a webhook endpoint",
    make_fire=leave_undelivered,
    make_recover=Shop.mend_providers,
)
BAD_SIGNATURES = Trouble(
    check="stripe",
    fingerprint="stripe:bad_signatures",
    severity="high",
    message="All webhook deliveries carry a bad signature: the signing secret is probably not the endpoint's",
    make_fire=send_with_a_foreign_secret,
    make_recover=lambda shop: shop.query(
        "UPDATE stripe_signature_failures SET minute = minute - interval '1 hour 5 minutes'"
    ),
)
SILENCE = Trouble(
    check="stripe",
    fingerprint="stripe:webhook_gap",
    severity="medium",
    message="No webhook events, although it is a time at which they usually come",
    make_fire=fall_silent,
    make_recover=lambda shop: shop.track("stripe", events("again", 1)),
)
TROUBLES = [
    *UNREACHABLE,
    SUCCESS_RATE,
    CONSECUTIVE_FAILURES,
    *PAYMENTS,
    ENDPOINT_DISABLED,
    UNDELIVERED,
    BAD_SIGNATURES,
    SILENCE,
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
def test_the_rule_fires_and_recovers(shop: Shop, trouble: Trouble) -> None:
    prove(shop, trouble)
