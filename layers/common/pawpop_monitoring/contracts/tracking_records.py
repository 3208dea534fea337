"""Records of RecordQueue that tell what the shop used and received."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pawpop_monitoring.contracts.tracking_requests import FalUsageRequest, StripeWebhookRequest
from pawpop_monitoring.contracts.wire import QueueModel, UtcDatetime


class FalUsageRecord(QueueModel):
    """What one report tells of a row of fal_ai_usage; `responseTime` in ms, `cost` in USD, None where it is not known.

    `observedAt` is when the report came, `calledAt` when the call was made where that was told.
    """

    kind: Literal["fal_usage"] = "fal_usage"
    endpoint: str
    request_id: str
    status: Literal["success", "error"]
    response_time: float
    cost: Decimal | None = None
    error_message: str | None = None
    rate_limit_remaining: int | None = None
    prompt_hash: str | None = None
    called_at: UtcDatetime | None = None
    observed_at: UtcDatetime

    @classmethod
    def of(cls, request: FalUsageRequest, observed_at: UtcDatetime) -> "FalUsageRecord":
        """The record of `request`, which came at `observed_at`."""
        told = request.model_dump(by_alias=False, exclude={"at"})
        return cls(**told, called_at=request.at, observed_at=observed_at)


class StripeEventRecord(QueueModel):
    """What is told of a row of stripe_webhook_events, by Stripe's own delivery or by the shop; `processingTime` in ms.

    It is None where only the delivery was seen: then any outcome that the shop tells counts for more.
    `amount` is in the currency's smallest unit, `payer` the same for the same card or customer. `livemode`, `account`
    (of a connected account) and `occurredAt` are what the event says of itself; only a delivery tells them.
    """

    kind: Literal["stripe_event"] = "stripe_event"
    event_id: str
    event_type: str
    status: Literal["success", "failed"]
    processing_time: float | None = None
    error_message: str | None = None
    payment_intent: str | None = None
    payment_outcome: Literal["succeeded", "failed"] | None = None
    decline_code: str | None = None
    amount: int | None = None
    currency: str | None = None
    payer: str | None = None
    livemode: bool | None = None
    account: str | None = None
    occurred_at: UtcDatetime | None = None
    delivered: bool = False
    observed_at: UtcDatetime

    @classmethod
    def of(cls, request: StripeWebhookRequest, observed_at: UtcDatetime) -> "StripeEventRecord":
        """The row that keeps `request`."""
        return cls(**request.model_dump(by_alias=False), observed_at=observed_at)


class SignatureFailureRecord(QueueModel):
    """A row of stripe_signature_failures: how many deliveries `source` has refused in `minute` so far."""

    kind: Literal["signature_failure"] = "signature_failure"
    source: Annotated[str, StringConstraints(max_length=300)]
    minute: UtcDatetime
    reason: Literal["missing", "malformed", "forged", "stale", "mismatch", "unreadable"]
    failures: int = Field(ge=1, le=2**31 - 1)
