"""Wiring of pagerduty_webhook: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import os
from datetime import timedelta

from pawpop_monitoring.bootstrap.press_inbox import PressInbox
from pawpop_monitoring.bootstrap.signing_secrets import signing_secrets
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.http.pagerduty_webhook import OLDEST_SECONDS, PagerDutyWebhookServices

_UNSET = "Set PagerdutyWebhookSecret to the secret of the webhook subscription at PagerDuty."
_REMEMBERED = timedelta(seconds=OLDEST_SECONDS, hours=1)
"""Longer than an event is taken."""


def pagerduty_webhook_services() -> PagerDutyWebhookServices:
    """The services of this Lambda environment."""
    secrets = signing_secrets(os.environ["PAGERDUTY_WEBHOOK_SECRET_ID"], _UNSET)
    inbox = PressInbox.of("pagerduty-event", _REMEMBERED)
    return PagerDutyWebhookServices(
        signing_secrets=secrets.kept,
        renewed_signing_secrets=secrets.renewed,
        is_known=inbox.seen.is_known,
        remember=inbox.seen.remember,
        hand_on=inbox.hand_on,
        clock=system_clock,
    )
