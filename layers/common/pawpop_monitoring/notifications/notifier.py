"""One attempt to deliver one transition, and its record."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pawpop_monitoring.alerting.apply.ports import RecordPublisher
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError
from pawpop_monitoring.notifications.channel import Channel, Receipt
from pawpop_monitoring.notifications.notification import Notification

_logger = logging.getLogger(__name__)

type Compose = Callable[[AlertMessage], Notification]
"""Turns a message into what is delivered; a pure function, so that a retry is byte-identical."""


type Ending = Literal["accepted", "retry", "failed"]


@dataclass(frozen=True, slots=True)
class Notifier:
    """Delivers over one channel and keeps a record of every attempt, for each transition that the mail tells."""

    channel: Channel
    compose: Compose
    records: RecordPublisher
    clock: Clock

    def deliver(self, message: AlertMessage, attempt: int) -> Receipt:
        """Deliver; raises RetryableDeliveryError or PermanentDeliveryError. `attempt` counts from 1."""
        try:
            receipt = self.channel.send(self.compose(message))
        except DeliveryError as error:
            outcome: Ending = "failed" if isinstance(error, PermanentDeliveryError) else "retry"
            self._record(message, attempt, outcome, error=str(error))
            raise
        self._record(message, attempt, "accepted", provider_id=receipt.provider_id, error=receipt.note)
        return receipt

    def _record(
        self,
        message: AlertMessage,
        attempt: int,
        outcome: Ending,
        *,
        provider_id: str | None = None,
        error: str | None = None,
    ) -> None:
        """Publish the outcome; a failure to do so must neither send the mail again nor hide it."""
        now = self.clock()
        records = [
            DeliveryRecord(
                transition_key=step.key,
                alert_id=step.alert.id,
                transition=step.kind,
                channel=self.channel.name,
                outcome=outcome,
                provider_id=provider_id,
                error=error,
                attempt=attempt,
                attempted_at=now,
            )
            for step in message.steps
        ]
        try:
            self.records.record(records)
        except Exception:
            _logger.exception("delivery of %s: %s, but not recorded", message.mail_key, outcome)
