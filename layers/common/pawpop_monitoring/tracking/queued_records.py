"""Records for RecordQueue as JSON text, as contracts.records reads them (a test holds the two together)."""

import json
from datetime import datetime

from pawpop_monitoring.tracking.handling_outcome import Outcome
from pawpop_monitoring.tracking.refusal import Reason
from pawpop_monitoring.tracking.stripe_event import StripeEvent


def stripe_event_record(event: StripeEvent, outcome: Outcome, observed_at: datetime) -> str:
    """The record of a delivery."""
    payment = event.payment
    return json.dumps(
        {
            "kind": "stripe_event",
            "eventId": event.id,
            "eventType": event.type,
            "status": outcome.status,
            "processingTime": outcome.processing_time,
            "errorMessage": outcome.error_message,
            "paymentIntent": payment and payment.intent,
            "paymentOutcome": payment and payment.outcome,
            "declineCode": payment and payment.decline_code,
            "amount": payment and payment.amount,
            "currency": payment and payment.currency,
            "payer": payment and payment.payer,
            "livemode": event.livemode,
            "account": event.account,
            "occurredAt": event.occurred_at and event.occurred_at.isoformat(),
            "delivered": True,
            "observedAt": observed_at.isoformat(),
        }
    )


def signature_failure_record(source: str, minute: datetime, reason: Reason, failures: int) -> str:
    """The record of how many deliveries `source` has refused for `reason` within `minute`, so far."""
    return json.dumps(
        {
            "kind": "signature_failure",
            "source": source,
            "minute": minute.isoformat(),
            "reason": reason.value,
            "failures": failures,
        }
    )
