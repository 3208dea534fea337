"""Deliveries and reports on their way through the deployed stack into the tables."""

import json
from typing import Any

import httpx
import pytest
import stripe

from local_stack import function_log
from tests.e2e.shop import Shop
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

STORED = "SELECT status, processing_time, payment_intent, payment_outcome, decline_code FROM stripe_webhook_events"


def deliver(shop: Shop, body: str, secret: str | None = None, **headers: str) -> httpx.Response:
    """What Stripe does, signed by its own SDK."""
    header = stripe.WebhookSignature.generate_signature_header(body, secret or shop.stack.stripe_webhook_secret)
    return shop.http.post("/webhooks/stripe", content=body, headers={"Stripe-Signature": header, **headers})


def payment_failed(event_id: str) -> str:
    intent = {"id": "pi_1", "amount": 100, "currency": "usd", "last_payment_error": {"decline_code": "expired_card"}}
    return json.dumps({"id": event_id, "type": "payment_intent.payment_failed", "data": {"object": intent}})


def refusals(shop: Shop) -> int:
    """How often the recorder has found the database unavailable."""
    return sum("database unavailable" in line for line in function_log.lines(shop.stack, "recorder"))


def test_a_delivery_becomes_one_row_and_the_shops_outcome_counts(shop: Shop) -> None:
    assert deliver(shop, payment_failed("evt_1")).status_code == 200
    assert deliver(shop, payment_failed("evt_1")).status_code == 200
    shop.wait_for_rows(STORED, [("success", None, "pi_1", "failed", "expired_card")])

    report = {"eventId": "evt_1", "eventType": "payment_intent.payment_failed", "status": "failed", "processingTime": 9}
    assert shop.request("POST", "/track/stripe", "track", json=report).status_code == 202
    shop.wait_for_rows(STORED, [("failed", 9.0, "pi_1", "failed", "expired_card")])

    answer = shop.request("POST", "/track/stripe", "track", json={"items": [report | {"status": "success"}, report]})
    assert (answer.status_code, answer.json()) == (202, {"status": "accepted", "accepted": 2, "rejected": []})
    shop.wait_for_rows(STORED, [("success", 9.0, "pi_1", "failed", "expired_card")])


def test_a_foreign_signature_is_refused_and_counted(shop: Shop) -> None:
    # Refusals are written down at 1, 2, 4, 8, … a minute, and an earlier test may have begun this minute's count.
    for _ in range(40):
        assert deliver(shop, payment_failed("evt_2"), secret="whsec_of_somebody_else").status_code == 400

    counted = "SELECT count(*) > 0 FROM stripe_signature_failures WHERE reason = 'mismatch'"
    shop.wait_for_rows(counted, [(True,)])
    assert shop.query(STORED) == []


def test_usage_is_counted_once(shop: Shop) -> None:
    usage = {"endpoint": "fal-ai/flux", "requestId": "r-1", "status": "success", "responseTime": 900, "cost": 0.04}
    for _ in range(2):
        assert shop.request("POST", "/track/fal-ai", "track", json=usage).status_code == 202

    shop.wait_for_rows("SELECT count(*), sum(cost)::text FROM fal_ai_usage", [(1, "0.04")])


@pytest.mark.parametrize(
    ("token", "body", "status"),
    [(None, {}, 401), ("read", {}, 403), ("track", {}, 400), ("track", {"items": []}, 400)],
)
def test_a_wrong_report_is_refused(shop: Shop, token: str | None, body: dict[str, Any], status: int) -> None:
    assert shop.request("POST", "/track/stripe", token, json=body).status_code == status


def test_deliveries_are_taken_while_the_database_is_down(shop: Shop) -> None:
    earlier = refusals(shop)
    with shop.database_stopped():
        assert deliver(shop, payment_failed("evt_3")).status_code == 200
        eventually(lambda: refusals(shop), "an attempt of the recorder that fails", lambda count: count > earlier)

    shop.wait_for_rows("SELECT event_id FROM stripe_webhook_events", [("evt_3",)])
