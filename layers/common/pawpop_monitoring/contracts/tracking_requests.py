"""What callers of /track send: one item, or {"items": […]} with up to a hundred."""

from typing import Literal

from pydantic import ConfigDict, Field

from pawpop_monitoring.contracts.tracked_values import (
    Cost,
    ErrorText,
    Milliseconds,
    Moment,
    Name,
    PromptHash,
    Remaining,
)
from pawpop_monitoring.contracts.wire import WireModel

LARGEST_BATCH = 100


class _TrackingRequest(WireModel):
    """Numbers are numbers and texts are texts: nothing is converted."""

    model_config = ConfigDict(strict=True)


class FalUsageRequest(_TrackingRequest):
    """POST /track/fal-ai: one call to fal.ai; `cost` in USD, `at` the time of the call if that is not now.

    `promptHash` is a hash of all that decides the result (prompt, seed, size), never the prompt itself: by it calls are
    found that were paid twice.
    """

    endpoint: Name
    request_id: Name
    status: Literal["success", "error"]
    response_time: Milliseconds
    cost: Cost | None = None
    error_message: ErrorText | None = None
    rate_limit_remaining: Remaining = None
    prompt_hash: PromptHash = None
    at: Moment | None = None


class StripeWebhookRequest(_TrackingRequest):
    """POST /track/stripe: how the shop's own handler dealt with one event."""

    event_id: Name
    event_type: Name
    status: Literal["success", "failed"]
    processing_time: Milliseconds
    error_message: ErrorText | None = None


class Batch[M: WireModel](WireModel):
    """Several items at once."""

    items: tuple[M, ...] = Field(min_length=1, max_length=LARGEST_BATCH)
