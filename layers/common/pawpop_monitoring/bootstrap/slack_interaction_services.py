"""Wiring of slack_interaction: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import os
from datetime import timedelta

from pawpop_monitoring.bootstrap.press_inbox import PressInbox
from pawpop_monitoring.bootstrap.signing_secrets import signing_secrets
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices

_UNSET = "Set SlackSigningSecret to the signing secret of the app at Slack."
_REMEMBERED = timedelta(minutes=10)
"""Twice as long as a signature is taken."""


def slack_interaction_services() -> SlackInteractionServices:
    """The services of this Lambda environment."""
    secrets = signing_secrets(os.environ["SLACK_SIGNING_SECRET_ID"], _UNSET)
    inbox = PressInbox.of("slack-request", _REMEMBERED)
    return SlackInteractionServices(
        signing_secrets=secrets.kept,
        renewed_signing_secrets=secrets.renewed,
        is_new=inbox.seen.is_new,
        hand_on=inbox.hand_on,
        clock=system_clock,
    )
