"""The webhook function: 200 for what is kept, 400 for what is wrong, 5xx for what Stripe is to send again."""

import base64
import json
from typing import Any

import pytest

from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.contracts.records import RECORD_ADAPTER
from pawpop_monitoring.contracts.tracking_records import SignatureFailureRecord, StripeEventRecord
from pawpop_monitoring.domain.errors import ConfigurationError, SecretUnavailableError
from pawpop_monitoring.tracking.handling_outcome import Outcome
from tests.factories import NOW
from tests.unit.tracking.deliveries import SECONDS, SECRET, Webhook, make_event_body, make_request, sign


def test_a_delivery_is_answered_once_it_is_in_the_queue() -> None:
    webhook = Webhook()

    assert webhook(make_request()) == (200, {"received": True})

    (sent,) = webhook.sent
    assert RECORD_ADAPTER.validate_python(sent) == StripeEventRecord(
        event_id="evt_1",
        event_type="payment_intent.payment_failed",
        status="success",
        processing_time=None,
        payment_intent="pi_1",
        payment_outcome="failed",
        decline_code="insufficient_funds",
        amount=4900,
        currency="usd",
        delivered=True,
        observed_at=NOW,
    )


def test_nothing_personal_is_kept() -> None:
    webhook = Webhook()
    webhook(make_request())

    assert "example.com" not in json.dumps(webhook.sent)


def test_the_raw_bytes_are_what_is_verified() -> None:
    body = '{"id":"evt_9", "type":"charge.succeeded","note":"caf\\u00e9 ü"}'
    encoded = base64.b64encode(body.encode()).decode()

    assert Webhook()(make_request(body))[0] == 200
    assert Webhook()(make_request(body, body=encoded, isBase64Encoded=True))[0] == 200


@pytest.mark.parametrize("name", ["stripe-signature", "Stripe-Signature", "STRIPE-SIGNATURE"])
def test_the_case_of_the_header_does_not_matter(name: str) -> None:
    body = make_event_body()

    assert Webhook()(make_request(body, headers={name: sign(body)}))[0] == 200


def test_a_delivery_that_the_queue_does_not_take_comes_again() -> None:
    webhook = Webhook(queue_is_down=True)

    status, body = webhook(make_request())

    assert status == 503
    assert body == {"error": "The delivery can't be taken right now; send it again"}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"headers": None}, "Stripe-Signature"),
        ({"headers": {"Stripe-Signature": "t=1"}}, "v1="),
        ({"body": "{}"}, "secret"),
        ({"body": None}, "secret"),
        ({"body": "%%%", "isBase64Encoded": True}, "JSON"),
        ({"headers": {"X-PawPop-Forwarded": "1"}}, "StripeForwardUrl"),
        ({"body": "x" * 1_048_577}, "larger"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(changes: dict[str, Any], word: str) -> None:
    webhook = Webhook()

    status, body = webhook(make_request(**changes))

    assert status == (413 if word == "larger" else 400)
    assert word in body["error"]
    assert webhook.of_kind("stripe_event") == []
    assert webhook.handled == []


def test_a_signed_body_that_is_no_event_is_refused() -> None:
    webhook = Webhook()

    assert webhook(make_request("[1]"))[0] == 400
    assert webhook.of_kind("stripe_event") == []


def test_a_bad_signature_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    webhook = Webhook()
    for _ in range(40):
        webhook(make_request(body=make_event_body(id="evt_2")))

    counts = [RECORD_ADAPTER.validate_python(record) for record in webhook.sent]
    expected = {"source": "environment-1", "minute": NOW, "reason": "mismatch"}
    assert counts == [SignatureFailureRecord(**expected, failures=failures) for failures in (*range(1, 17), 32)]
    # Eleven within a minute are an alert, and were told as eight.
    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [metric["StripeDeliveryRefused"] for metric in metrics] == [1] * 40
    directive = metrics[0]["_aws"]["CloudWatchMetrics"][0]
    assert (directive["Namespace"], directive["Dimensions"]) == ("PawPopMonitoring", [["service"]])
    assert metrics[0]["reason"] == "mismatch"


def test_a_refusal_that_can_not_be_counted_is_still_a_refusal() -> None:
    assert Webhook(queue_is_down=True)(make_request(body="{}"))[0] == 400


@pytest.mark.parametrize("error", [AwsCallError("secretsmanager is gone"), ConfigurationError("no secret is set")])
def test_without_a_secret_deliveries_come_again(error: Exception) -> None:
    def fail() -> tuple[str, ...]:
        raise error

    webhook = Webhook(signing_secrets=fail)

    assert webhook(make_request())[0] == 503
    assert webhook.sent == []


def test_an_unsigned_delivery_is_refused_without_asking_for_the_secret() -> None:
    def fail() -> tuple[str, ...]:
        raise AssertionError("asked for the secret")

    assert Webhook(signing_secrets=fail)(make_request(headers={}))[0] == 400


@pytest.mark.parametrize("status", [204, 302, 404, 500, 504])
def test_in_forward_mode_stripe_gets_the_shops_answer(status: int) -> None:
    outcome = Outcome("success" if status == 204 else "failed", status, 41.5, None if status == 204 else "HTTP")
    webhook = Webhook(outcome=outcome)

    assert webhook(make_request())[0] == status

    (sent,) = webhook.sent
    assert (sent["status"], sent["processingTime"]) == (outcome.status, 41.5)
    (handled,) = webhook.handled
    assert handled.body == make_event_body().encode()


def test_what_the_shop_has_handled_but_nobody_has_kept_comes_again() -> None:
    handled = Outcome("success", 200, 3.0)
    failed = Outcome("failed", 500, 3.0, "HTTP 500")

    assert Webhook(outcome=handled, queue_is_down=True)(make_request())[0] == 503
    assert Webhook(outcome=failed, queue_is_down=True)(make_request())[0] == 500


def test_a_rotated_secret_is_taken_beside_the_old_one() -> None:
    body = make_event_body()
    webhook = Webhook(secrets=(SECRET, "whsec_new"))

    assert webhook(make_request(body, headers={"Stripe-Signature": sign(body, "whsec_new")}))[0] == 200


def test_a_signing_secret_that_was_just_rolled_is_no_forgery() -> None:
    rolled = Webhook(secrets=("whsec_old",), renewed_signing_secrets=lambda: (SECRET,))
    assert rolled(make_request())[0] == 200
    forged = Webhook(secrets=("whsec_old",), renewed_signing_secrets=lambda: ("whsec_old",))
    assert forged(make_request())[0] == 400


def test_without_the_secret_store_stripe_is_to_send_again() -> None:
    def away() -> list[str]:
        raise SecretUnavailableError("away")

    assert Webhook(signing_secrets=away)(make_request())[0] == 503
    assert Webhook(secrets=("whsec_old",), renewed_signing_secrets=away)(make_request())[0] == 503


def reason_of(webhook: Webhook, request: dict[str, Any]) -> object:
    assert webhook(request)[0] == 400
    return webhook.of_kind("signature_failure")[-1]["reason"]


@pytest.mark.parametrize(
    ("body", "header", "reason"),
    [
        (make_event_body(), sign(make_event_body(), "whsec_of_somebody_else"), "mismatch"),
        (make_event_body(), sign(make_event_body(), "whsec_of_somebody_else", SECONDS - 301), "forged"),
        (make_event_body(), sign(make_event_body(), at=SECONDS - 301), "stale"),
        (make_event_body(), f"t={SECONDS},v1={'0' * 64}", "forged"),
        ("{}", sign("{}", "whsec_of_somebody_else"), "forged"),
        (make_event_body(id="x"), sign(make_event_body(id="x"), "whsec_of_somebody_else"), "forged"),
        (make_event_body(), "t=1,v0=1", "malformed"),
        ("[]", sign("[]"), "unreadable"),
    ],
)
def test_what_is_refused_is_counted_for_what_it_is(body: str, header: str, reason: str) -> None:
    """What looks like Stripe's alone may speak of our secret; what is signed, but can't be read, was not counted."""
    assert reason_of(Webhook(), make_request(body, headers={"Stripe-Signature": header})) == reason


def test_an_event_of_the_second_version_is_kept_and_passed_on() -> None:
    name = "v2.core.account[requirements].updated"
    body = json.dumps({"id": "evt_test_1", "object": "v2.core.event", "type": name, "livemode": True})
    webhook = Webhook(outcome=Outcome("success", 200, 7.0))

    assert webhook(make_request(body))[0] == 200
    assert [delivery.body for delivery in webhook.handled] == [body.encode()]
    (sent,) = webhook.sent
    assert (sent["eventType"], sent["livemode"]) == (name, True)
