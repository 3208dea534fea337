"""What callers of /track send: one item, or {"items": […]} with up to a hundred."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from pawpop_monitoring.contracts.wire import WireModel
from pawpop_monitoring.domain.text import fit

LARGEST_BATCH = 100
_LONGEST_ERROR = 2000
_MILLISECONDS_OF_A_DAY = 86_400_000


def _cut(text: Any) -> Any:
    return fit(text, _LONGEST_ERROR) if isinstance(text, str) else text


type Name = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""An identifier of somebody else's: one line."""

type Milliseconds = Annotated[float, Field(ge=0, le=_MILLISECONDS_OF_A_DAY)]
"""A duration of at most a day."""

type ErrorText = Annotated[str, BeforeValidator(_cut)]
"""Cut to 2000 characters rather than refused: who tells of an error should not be told off for its length."""


class _TrackingRequest(WireModel):
    """Numbers are numbers and texts are texts: nothing is converted."""

    model_config = ConfigDict(strict=True)


class FalUsageRequest(_TrackingRequest):
    """POST /track/fal-ai: one call to fal.ai; `cost` in USD."""

    endpoint: Name
    request_id: Name
    status: Literal["success", "error"]
    response_time: Milliseconds
    cost: Annotated[Decimal, Field(ge=0, le=100_000, max_digits=20)] | None = None
    error_message: ErrorText | None = None
    rate_limit_remaining: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


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
