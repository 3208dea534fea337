"""Wiring of the Stripe webhook: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import os
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pawpop_monitoring.aws.lean_clients import sender
from pawpop_monitoring.bootstrap.signing_secrets import signing_secrets
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.tracking.delivery import Delivery
from pawpop_monitoring.tracking.handling_outcome import DELIVERED, Outcome
from pawpop_monitoring.tracking.refusal_tally import RefusalTally

# For the whole call; API Gateway waits 29 s for us.
_FORWARD_TIMEOUT_SECONDS = 24
_UNCONFIGURED = (
    "Set StripeWebhookSecrets to the signing secret of the webhook endpoint; without it nothing can be verified"
)


class WebhookServices(NamedTuple):
    """What the function needs. `handle` passes a delivery on, or just takes note of it.

    `send` hands over records for RecordQueue or raises AwsCallError; `source` names this environment.
    `renewed_signing_secrets` are those that are set by now, for a signature that does not fit those that are kept.
    """

    signing_secrets: Callable[[], Sequence[str]]
    handle: Callable[[Delivery], Outcome]
    send: Callable[[Sequence[str]], None]
    tally: RefusalTally
    source: str
    clock: Clock
    renewed_signing_secrets: Callable[[], Sequence[str]] | None = None


def webhook_services() -> WebhookServices:
    """The services of this Lambda environment."""
    forward_url = os.environ.get("STRIPE_FORWARD_URL", "")
    secrets = signing_secrets(os.environ["STRIPE_WEBHOOK_SECRET_ID"], _UNCONFIGURED)
    return WebhookServices(
        signing_secrets=secrets.kept,
        handle=_forwarder(forward_url) if forward_url else lambda _: DELIVERED,
        send=sender(os.environ["RECORD_QUEUE_URL"]).send,
        tally=RefusalTally(),
        source=os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME", "") or f"{os.getpid()}-{time.time_ns()}",
        clock=system_clock,
        renewed_signing_secrets=secrets.renewed,
    )


def _forwarder(url: str) -> Callable[[Delivery], Outcome]:
    from pawpop_monitoring.tracking.forwarding import Forwarder

    return Forwarder(url, timeout=_FORWARD_TIMEOUT_SECONDS)
