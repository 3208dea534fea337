"""Wiring of slack_interaction: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import os
from datetime import timedelta

from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.aws.lean_clients import service
from pawpop_monitoring.aws.lean_queue import SqsSender
from pawpop_monitoring.aws.seen_requests import SeenRequests
from pawpop_monitoring.bootstrap.signing_secrets import signing_secrets
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices

_UNSET = "Set SlackSigningSecret to the signing secret of the app at Slack."
_REMEMBERED = timedelta(minutes=10)
"""Twice as long as a signature is taken."""
_SECONDS = 1.0
"""Of the three that Slack waits: each of two stores may take so long, and the queue twice."""


def slack_interaction_services() -> SlackInteractionServices:
    """The services of this Lambda environment."""
    secrets = signing_secrets(os.environ["SLACK_SIGNING_SECRET_ID"], _UNSET)
    table = service("dynamodb", json_version="1.0", attempts=1, timeout=_SECONDS)
    name = os.environ["IDEMPOTENCY_TABLE"]
    seen = SeenRequests(table, name, system_clock, kind="slack-request", remembered=_REMEMBERED)
    queue = SqsSender(service("sqs", json_version="1.0", attempts=2, timeout=_SECONDS), os.environ["PRESS_QUEUE_URL"])
    return SlackInteractionServices(
        signing_secrets=secrets.kept,
        renewed_signing_secrets=secrets.renewed,
        is_new=seen.is_new,
        hand_on=lambda press: handed_on(queue, press),
        clock=system_clock,
    )


def handed_on(queue: SqsSender, press: str) -> None:
    """Queue it, or raise StoreUnavailableError."""
    try:
        queue.send([press])
    except AwsCallError as error:
        raise StoreUnavailableError(f"The queue does not take a press: {error}") from None
