"""What slack_interaction and pagerduty_webhook keep and hand on: plain Python to the bottom, without boto3."""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.aws.lean_clients import service
from pawpop_monitoring.aws.lean_queue import SqsSender
from pawpop_monitoring.aws.seen_requests import SeenRequests
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError

_SECONDS = 1.0
"""Of the three that Slack waits, and the five of PagerDuty: each table may take so long, and the queue twice."""


@dataclass(frozen=True, slots=True)
class PressInbox:
    """The requests that were seen before, and the queue of those to be done."""

    seen: SeenRequests
    queue: SqsSender

    @classmethod
    def of(cls, kind: str, remembered: timedelta) -> Self:
        """For requests of one `kind`, each known for so long."""
        table = service("dynamodb", json_version="1.0", attempts=1, timeout=_SECONDS)
        sqs = service("sqs", json_version="1.0", attempts=2, timeout=_SECONDS)
        seen = SeenRequests(table, os.environ["IDEMPOTENCY_TABLE"], system_clock, kind=kind, remembered=remembered)
        return cls(seen, SqsSender(sqs, os.environ["PRESS_QUEUE_URL"]))

    def hand_on(self, press: str) -> None:
        """Queue it, or raise StoreUnavailableError."""
        try:
            self.queue.send([press])
        except AwsCallError as error:
            raise StoreUnavailableError(f"The queue does not take a press: {error}") from None
