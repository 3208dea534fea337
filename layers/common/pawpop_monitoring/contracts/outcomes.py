"""Short answers: what went wrong, or that something was taken."""

from typing import Literal

from pydantic import ConfigDict

from pawpop_monitoring.contracts.wire import WireModel


class ErrorResponse(WireModel):
    """A sentence for a person; lists of what would be allowed may stand beside it."""

    model_config = ConfigDict(extra="allow")

    error: str


class RejectedItem(WireModel):
    """One item that is not taken, by its place among those that were sent, and why."""

    index: int
    error: str


class AdjustedItem(WireModel):
    """One item that is taken, but not quite as it was sent, and in what it differs."""

    index: int
    note: str


class AcceptedResponse(WireModel):
    """POST /track: how many items were taken, and what became of the others; `adjusted` is there if any were."""

    status: Literal["accepted"] = "accepted"
    accepted: int
    rejected: tuple[RejectedItem, ...] = ()
    adjusted: tuple[AdjustedItem, ...] | None = None


class WebhookResponse(WireModel):
    """POST /webhooks/stripe."""

    received: bool
