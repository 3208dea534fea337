"""Deliveries of Stripe and a webhook function without AWS around it."""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.stripe_webhook.app import run
from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.bootstrap.stripe_webhook_services import WebhookServices
from pawpop_monitoring.tracking.delivery import Delivery
from pawpop_monitoring.tracking.handling_outcome import DELIVERED, Outcome
from pawpop_monitoring.tracking.refusal_tally import RefusalTally
from tests.factories import NOW

SECRET = "whsec_test_0123456789"
SECONDS = int(NOW.timestamp())


def make_event_body(**fields: Any) -> str:
    """A snapshot event: a card was declined."""
    intent = {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": 4900,
        "currency": "usd",
        "receipt_email": "somebody@example.com",
        "last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"},
    }
    defaults = {
        "id": "evt_1",
        "object": "event",
        "type": "payment_intent.payment_failed",
        "data": {"object": intent},
    }
    return json.dumps(defaults | fields)


def sign(body: str | bytes, secret: str = SECRET, at: int = SECONDS) -> str:
    """The header `Stripe-Signature`."""
    content = body.encode() if isinstance(body, str) else body
    signature = hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={at},v1={signature}"


def make_request(content: str | None = None, **fields: Any) -> dict[str, Any]:
    """What API Gateway hands over for a signed delivery."""
    body = make_event_body() if content is None else content
    headers = {"Stripe-Signature": sign(body), "Content-Type": "application/json; charset=utf-8"}
    return {"body": body, "headers": headers, "isBase64Encoded": False} | fields


@dataclass
class Webhook:
    """The function, with a queue that can refuse and a shop that can fail."""

    outcome: Outcome = DELIVERED
    secrets: Sequence[str] = (SECRET,)
    queue_is_down: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list)
    handled: list[Delivery] = field(default_factory=list)
    tally: RefusalTally = field(default_factory=RefusalTally)
    signing_secrets: Callable[[], Sequence[str]] | None = None
    renewed_signing_secrets: Callable[[], Sequence[str]] | None = None

    def __call__(self, event: Any) -> tuple[int, dict[str, Any]]:
        answer = run(self._services(), event)
        return answer["statusCode"], json.loads(answer["body"])

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """What was sent to RecordQueue of one kind."""
        return [record for record in self.sent if record["kind"] == kind]

    def _services(self) -> WebhookServices:
        return WebhookServices(
            signing_secrets=self.signing_secrets or (lambda: self.secrets),
            handle=self._handle,
            send=self._send,
            tally=self.tally,
            source="environment-1",
            clock=lambda: NOW,
            renewed_signing_secrets=self.renewed_signing_secrets,
        )

    def _handle(self, delivery: Delivery) -> Outcome:
        self.handled.append(delivery)
        return self.outcome

    def _send(self, bodies: Sequence[str]) -> None:
        if self.queue_is_down:
            raise AwsCallError("sqs AmazonSQS.SendMessageBatch: ConnectionRefusedError")
        self.sent.extend(json.loads(body) for body in bodies)
