"""What is kept of an event, and that nothing personal is."""

import json
from typing import Any

import pytest

from pawpop_monitoring.tracking.refusal import DeliveryRefusedError, Reason
from pawpop_monitoring.tracking.stripe_event import Payment, StripeEvent
from tests.factories import NOW
from tests.unit.tracking.deliveries import make_event_body

THIN = {
    "id": "evt_test_65R9",
    "object": "v2.core.event",
    "type": "v1.billing.meter.error_report_triggered",
    "created": "2026-11-23T12:00:00.000Z",
    "related_object": {"id": "mtr_1", "type": "billing.meter", "url": "/v1/billing/meters/mtr_1"},
}


def read(**fields: Any) -> StripeEvent:
    return StripeEvent.read(make_event_body(**fields).encode())


def intent(**fields: Any) -> dict[str, Any]:
    return {"object": {"id": "pi_2", "amount": 100, "currency": "eur"} | fields}


def test_a_failed_payment_tells_what_the_payment_rule_needs() -> None:
    assert read() == StripeEvent(
        "evt_1", "payment_intent.payment_failed", Payment("pi_1", "failed", "insufficient_funds", 4900, "usd")
    )


def test_without_a_decline_code_the_error_code_stands_in() -> None:
    payment = read(data=intent(last_payment_error={"code": "processing_error", "decline_code": None})).payment

    assert payment == Payment("pi_2", "failed", "processing_error", 100, "eur")


def test_a_payment_that_succeeded_has_no_decline_code() -> None:
    data = intent(last_payment_error={"decline_code": "generic_decline"})

    assert read(type="payment_intent.succeeded", data=data).payment == Payment("pi_2", "succeeded", None, 100, "eur")


def test_a_card_or_customer_is_known_again_and_not_known() -> None:
    def payer(customer: str | None, card: str | None, event_type: str = "payment_intent.payment_failed") -> str | None:
        error = {"code": "card_declined", "payment_method": {"card": {"fingerprint": card}}}
        payment = read(type=event_type, data=intent(customer=customer, last_payment_error=error)).payment
        assert payment is not None
        return payment.payer

    first = payer("cus_1", "Xt5EWLLDS7FJjR1c")
    assert first == payer("cus_2", "Xt5EWLLDS7FJjR1c") != payer("cus_1", "another")
    assert payer("cus_1", None) == payer("cus_1", None) != payer("cus_2", None)
    assert payer(None, None) is None
    assert payer("cus_1", "Xt5EWLLDS7FJjR1c", "payment_intent.succeeded") is None
    assert first is not None
    assert len(first) == 16
    assert "Xt5E" not in first


def test_other_events_are_no_payments() -> None:
    assert read(type="charge.failed").payment is None
    assert read(type="checkout.session.completed").payment is None


def test_a_thin_event_is_read() -> None:
    assert StripeEvent.read(json.dumps(THIN).encode()) == StripeEvent(
        "evt_test_65R9", "v1.billing.meter.error_report_triggered", None, occurred_at=NOW
    )


@pytest.mark.parametrize(
    "name",
    [
        "v2.core.account[requirements].updated",
        "v2.core.account[configuration.merchant].capability_status_updated",
        "something.new-of:stripe's/own",
    ],
)
def test_an_event_of_any_type_is_read(name: str) -> None:
    """Types with brackets were refused before, and Stripe disables an endpoint that refuses for days."""
    assert StripeEvent.read(json.dumps(THIN | {"type": name}).encode()).type == name


@pytest.mark.parametrize("name", ["", "two words", "line\nbreak", "x" * 256, 7, None])
def test_a_type_that_is_none_is_refused(name: object) -> None:
    with pytest.raises(DeliveryRefusedError):
        StripeEvent.read(json.dumps(THIN | {"type": name}).encode())


def test_what_an_event_says_of_itself_is_kept() -> None:
    event = read(livemode=False, account="acct_1", created=int(NOW.timestamp()))

    assert (event.livemode, event.account, event.occurred_at) == (False, "acct_1", NOW)
    assert read(context="acct_2").account == "acct_2"


@pytest.mark.parametrize(
    "nonsense", [None, "yes", 1e400, -(10**30), [1], {"a": 1}, True, "2026-11-23T12:00:00", "\ud800"]
)
def test_what_makes_no_sense_of_it_is_left_out(nonsense: object) -> None:
    event = read(livemode=nonsense if nonsense is not True else "on", account=nonsense, created=nonsense)

    assert (event.livemode, event.occurred_at) == (None, None)


@pytest.mark.parametrize(
    "data",
    [
        None,
        7,
        [],
        {},
        {"object": "pi_1"},
        {"object": {"id": None}},
        {"object": {"id": "pi 1; DROP TABLE"}},
    ],
)
def test_a_payment_that_can_not_be_told_apart_is_none(data: object) -> None:
    assert read(data=data).payment is None


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": True},
        {"amount": -1},
        {"amount": 2**63},
        {"amount": "100"},
        {"amount": 1.5},
    ],
)
def test_an_amount_that_is_none_is_left_out(fields: dict[str, Any]) -> None:
    assert read(data=intent(**fields)).payment == Payment("pi_2", "failed", None, None, "eur")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{}",
        b"[" * 100_000,
        b'{"id": 7, "type": "a"}',
        b'{"id": "evt_1"}',
        b'{"id": "evt_1", "type": ["a"]}',
        b'{"id": "evt \\u0000", "type": "a"}',
        b'{"id": "\\ud800", "type": "a"}',
        b'{"id": "evt_1", "type": "' + b"a" * 256 + b'"}',
        b'{"id": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(DeliveryRefusedError) as refused:
        StripeEvent.read(body)

    assert refused.value.reason is Reason.UNREADABLE
