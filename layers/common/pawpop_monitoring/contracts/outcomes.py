"""Short answers: what went wrong, or that something was taken."""

from typing import Literal

from pydantic import ConfigDict

from pawpop_monitoring.contracts.wire import WireModel


class ErrorResponse(WireModel):
    """A sentence for a person; lists of what would be allowed may stand beside it."""

    model_config = ConfigDict(extra="allow")

    error: str


class AcceptedResponse(WireModel):
    """POST /track: how many items were taken."""

    status: Literal["accepted"]
    accepted: int


class WebhookResponse(WireModel):
    """POST /webhooks/stripe."""

    received: bool
