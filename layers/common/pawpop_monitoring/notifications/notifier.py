"""One attempt to deliver one transition, and its record."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pawpop_monitoring.alerting.ports import RecordPublisher
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError
from pawpop_monitoring.notifications.channel import Channel, Receipt
from pawpop_monitoring.notifications.notification import Notification

_logger = logging.getLogger(__name__)

type Compose = Callable[[AlertMessage], Notification]
"""Turns a message into what is delivered; a pure function, so that a retry is byte-identical."""


@dataclass(frozen=True, slots=True)
class Notifier:
    """Delivers over one channel and keeps a record of every attempt."""

    channel: Channel
    compose: Compose
    records: RecordPublisher
    clock: Clock

    def deliver(self, message: AlertMessage, attempt: int) -> Receipt:
        """Deliver; raises RetryableDeliveryError or PermanentDeliveryError. `attempt` counts from 1."""
        try:
            receipt = self.channel.send(self.compose(message))
        except DeliveryError as error:
            outcome: Literal["failed", "retry"] = "failed" if isinstance(error, PermanentDeliveryError) else "retry"
            self._record(self._result(message, attempt, outcome, error=str(error)))
            raise
        self._record(self._result(message, attempt, "accepted", provider_id=receipt.provider_id, error=receipt.note))
        return receipt

    def _result(
        self,
        message: AlertMessage,
        attempt: int,
        outcome: Literal["accepted", "retry", "failed"],
        *,
        provider_id: str | None = None,
        error: str | None = None,
    ) -> DeliveryRecord:
        return DeliveryRecord(
            transition_key=message.key,
            alert_id=message.alert.id,
            transition=message.kind,
            channel=self.channel.name,
            outcome=outcome,
            provider_id=provider_id,
            error=error,
            attempt=attempt,
            attempted_at=self.clock(),
        )

    def _record(self, record: DeliveryRecord) -> None:
        """Publish `record`; a failure to do so must neither send the mail again nor hide its outcome."""
        try:
            self.records.record([record])
        except Exception:
            _logger.exception("delivery of %s: %s, but not recorded", record.transition_key, record.outcome)
