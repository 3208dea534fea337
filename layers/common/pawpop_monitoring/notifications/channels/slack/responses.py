"""What whoever pressed is told: seen by nobody else."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.notifications.channels.asking import asked
from pawpop_monitoring.outbound.http_client import Request

_logger = logging.getLogger(__name__)
_SLACK = "https://hooks.slack.com/"

type Respond = Callable[[str, str], None]
"""Tells a person a text, which is escaped, at the address that came with the press; never raises."""


@dataclass(frozen=True, slots=True)
class Responses:
    """Posts to addresses of Slack, or to those that begin with `stand_in` where something stands in for it."""

    client: httpx.Client
    stand_in: str = ""

    def __call__(self, response_url: str, text: str) -> None:
        """What was asked for is done, whether or not its answer arrives."""
        if not self._is_slack(response_url):
            _logger.warning("an answer to Slack would go to an address that is not Slack's")
            return
        content = {"response_type": "ephemeral", "replace_original": False, "text": text}
        try:
            answer = asked("Slack", self.client, Request(response_url, {}, content=content))
        except RetryableDeliveryError as error:
            _logger.warning("an answer to a press did not arrive: %s", error)
            return
        if not answer.is_success:
            _logger.warning("Slack did not take an answer to a press: %s", answer.status)

    def _is_slack(self, url: str) -> bool:
        return url.startswith(_SLACK) or (bool(self.stand_in) and url.startswith(f"{self.stand_in.rstrip('/')}/"))
