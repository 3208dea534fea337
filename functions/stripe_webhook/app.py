"""POST /api/monitoring/webhooks/stripe: takes Stripe's deliveries, and is done once they are in RecordQueue."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.bootstrap.stripe_webhook_services import WebhookServices, webhook_services
from pawpop_monitoring.domain.errors import ConfigurationError, SecretUnavailableError
from pawpop_monitoring.tracking.delivery import Delivery
from pawpop_monitoring.tracking.genuineness import looks_genuine
from pawpop_monitoring.tracking.handling_outcome import Outcome
from pawpop_monitoring.tracking.queued_records import signature_failure_record, stripe_event_record
from pawpop_monitoring.tracking.refusal import COUNTED_REASONS, DeliveryRefusedError, Reason
from pawpop_monitoring.tracking.refusal_metric import refusal_metric
from pawpop_monitoring.tracking.stripe_event import StripeEvent
from pawpop_monitoring.tracking.stripe_signature import SignatureHeader

logger = logging.getLogger(__name__)
services = cache(webhook_services)

_NOT_NOW = "The delivery can't be taken right now; send it again"


def run(services: WebhookServices, event: Mapping[str, Any]) -> dict[str, Any]:
    """Stripe sends again whatever is not answered with 2xx, so that is the answer only to what is kept."""
    try:
        delivery = Delivery.of(event)
        stripe_event = _verified(services, delivery)
    except DeliveryRefusedError as refusal:
        _count(services, refusal.reason)
        return _answer(refusal.status, {"error": str(refusal)})
    except (AwsCallError, ConfigurationError, SecretUnavailableError) as error:
        logger.exception("the signing secret is not to be had", extra={"reason": str(error)})
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": _NOT_NOW})
    outcome = services.handle(delivery)
    kept = _keep(services, stripe_event, outcome)
    if outcome.succeeded and not kept:
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": _NOT_NOW})
    return _answer(outcome.http_status, {"received": outcome.succeeded})


def _verified(services: WebhookServices, delivery: Delivery) -> StripeEvent:
    header, now = SignatureHeader.parse(delivery.headers.get("stripe-signature")), services.clock().timestamp()
    try:
        _check_signature(services, header, delivery.body)
    except DeliveryRefusedError:
        reason = Reason.MISMATCH if looks_genuine(header, delivery.body, now) else Reason.FORGED
        raise DeliveryRefusedError(reason) from None
    # Only now is it known that it is our clock, or a delivery that is played back.
    header.check_time(now)
    return StripeEvent.read(delivery.body)


def _check_signature(services: WebhookServices, header: SignatureHeader, body: bytes) -> None:
    """A secret that was just rolled is no forgery."""
    kept = services.signing_secrets()
    try:
        header.check_signature(body, kept)
    except DeliveryRefusedError as refusal:
        if refusal.reason is not Reason.MISMATCH or services.renewed_signing_secrets is None:
            raise
        newer = services.renewed_signing_secrets()
        if newer == kept:
            raise
        header.check_signature(body, newer)


def _keep(services: WebhookServices, event: StripeEvent, outcome: Outcome) -> bool:
    try:
        services.send([stripe_event_record(event, outcome, services.clock())])
    except AwsCallError as error:
        logger.exception("record not taken by its queue", extra={"event_id": event.id, "reason": str(error)})
        return False
    return True


def _count(services: WebhookServices, reason: Reason) -> None:
    """Counting must never turn a refusal into a failure of ours."""
    now = services.clock()
    print(refusal_metric(reason, now))
    due = services.tally.count(reason, now) if reason in COUNTED_REASONS else None
    if due is None:
        return
    try:
        services.send([signature_failure_record(services.source, due[0], reason, due[1])])
    except AwsCallError:
        logger.warning("count of refusals not taken by its queue", extra={"reason": reason.value})


def _answer(status: int, body: Mapping[str, object]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": int(status), "headers": headers, "body": json.dumps(body)}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return run(services(), event)
