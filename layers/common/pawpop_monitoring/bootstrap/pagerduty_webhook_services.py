"""Wiring of pagerduty_webhook: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import os
from datetime import timedelta

from pawpop_monitoring.aws.lean_clients import service
from pawpop_monitoring.aws.lean_queue import SqsSender
from pawpop_monitoring.aws.seen_requests import SeenRequests
from pawpop_monitoring.bootstrap.signing_secrets import signing_secrets
from pawpop_monitoring.bootstrap.slack_interaction_services import handed_on
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.http.pagerduty_webhook import OLDEST_SECONDS, PagerDutyWebhookServices

_UNSET = "Set PagerdutyWebhookSecret to the secret of the webhook subscription at PagerDuty."
_REMEMBERED = timedelta(seconds=OLDEST_SECONDS, hours=1)
"""Longer than an event is taken."""
_SECONDS = 1.0
"""Of the five that PagerDuty waits: the table may take so long twice, and the queue twice."""


def pagerduty_webhook_services() -> PagerDutyWebhookServices:
    """The services of this Lambda environment."""
    secrets = signing_secrets(os.environ["PAGERDUTY_WEBHOOK_SECRET_ID"], _UNSET)
    table = service("dynamodb", json_version="1.0", attempts=1, timeout=_SECONDS)
    name = os.environ["IDEMPOTENCY_TABLE"]
    seen = SeenRequests(table, name, system_clock, kind="pagerduty-event", remembered=_REMEMBERED)
    queue = SqsSender(service("sqs", json_version="1.0", attempts=2, timeout=_SECONDS), os.environ["PRESS_QUEUE_URL"])
    return PagerDutyWebhookServices(
        signing_secrets=secrets.kept,
        renewed_signing_secrets=secrets.renewed,
        is_known=seen.is_known,
        remember=seen.remember,
        hand_on=lambda event: handed_on(queue, event),
        clock=system_clock,
    )
