"""A delivery on its way through the webhook function to the shop's own handler, and its outcome into the table."""

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from functions.stripe_webhook.app import run
from local_stack import emulator
from pawpop_monitoring.bootstrap import stripe_webhook_services
from tests.fakes.shops_handler import ShopsHandler, shops_handler
from tests.integration.tracking.queue_emulation import RecordQueue
from tests.integration.tracking.records import Row, events_in
from tests.unit.tracking.deliveries import SECRET, make_event_body, sign

pytestmark = [
    pytest.mark.integration,
    # The function keeps its connections to AWS for as long as its environment lives.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]

PATIENCE_SECONDS = 0.5


@pytest.fixture
def shop(records: RecordQueue, aws_endpoint_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ShopsHandler]:
    secrets = emulator.client("ssm", aws_endpoint_url)
    secrets.put_parameter(Name="/stripe-webhook", Value=SECRET, Type="SecureString", Overwrite=True)
    monkeypatch.setattr(stripe_webhook_services, "_FORWARD_TIMEOUT_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET_ID", "/stripe-webhook")
    monkeypatch.setenv("RECORD_QUEUE_URL", records.url)
    with shops_handler() as started:
        monkeypatch.setenv("STRIPE_FORWARD_URL", started.url())
        yield started


def deliver() -> int:
    """What API Gateway and Lambda do with a delivery of Stripe; the status that Stripe sees."""
    body = make_event_body()
    headers = {"Stripe-Signature": sign(body, at=int(time.time()))}
    event: dict[str, Any] = {"body": body, "headers": headers, "isBase64Encoded": False}
    status: int = run(stripe_webhook_services.webhook_services(), event)["statusCode"]
    return status


def the_row(records: RecordQueue, direct: psycopg.Connection) -> Row:
    records.record_all()
    (row,) = events_in(direct)
    return row


def test_the_shops_outcome_is_measured_and_kept(
    shop: ShopsHandler, records: RecordQueue, direct: psycopg.Connection
) -> None:
    shop.seconds = 0.05

    assert deliver() == 200

    path, body, _ = shop.received
    assert (path, body) == ("/api/webhooks/stripe", make_event_body().encode())
    row = the_row(records, direct)
    assert (row["event_id"], row["status"], row["error_message"]) == ("evt_1", "success", None)
    assert (row["payment_intent"], row["payment_outcome"]) == ("pi_1", "failed")
    assert 50 <= row["processing_time"] < PATIENCE_SECONDS * 1000


@pytest.mark.parametrize("status", [400, 503])
def test_stripe_is_told_what_the_shop_answered(
    shop: ShopsHandler, records: RecordQueue, direct: psycopg.Connection, status: int
) -> None:
    shop.status = status

    assert deliver() == status

    row = the_row(records, direct)
    assert row["status"] == "failed"
    assert row["error_message"].startswith(f"HTTP {status}")


def test_a_shop_that_is_too_slow_has_failed_until_stripe_comes_again(
    shop: ShopsHandler, records: RecordQueue, direct: psycopg.Connection
) -> None:
    shop.seconds = 2 * PATIENCE_SECONDS
    assert deliver() == 504

    row = the_row(records, direct)
    assert (row["status"], row["error_message"]) == ("failed", "The shop's handler did not answer within 0.5 s")
    assert row["processing_time"] >= PATIENCE_SECONDS * 1000

    shop.seconds = 0
    assert deliver() == 200
    assert the_row(records, direct)["status"] == "success"
