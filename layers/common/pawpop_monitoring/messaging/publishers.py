"""The senders that alerting asks for, over SQS."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.messaging.queue import Queue

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SqsAlertPublisher:
    """AlertQueue."""

    queue: Queue

    def publish(self, messages: Sequence[AlertMessage]) -> Mapping[str, str]:
        """Hand over all messages that the queue takes, or raise; why it will never take the others, by key."""
        refused = self.queue.offer([message.bounded().model_dump_json() for message in messages])
        return {messages[index].key: reason for index, reason in refused.items()}


@dataclass(frozen=True, slots=True)
class SqsRecordPublisher:
    """RecordQueue."""

    queue: Queue

    def record(self, records: Sequence[Record]) -> None:
        """Hand over all records that the queue takes, or raise; one that it will never take is lost, and logged."""
        refused = self.queue.offer([record.model_dump_json() for record in records])
        for index, reason in refused.items():
            _logger.error("record put aside, the queue refuses it (%s): %.500s", reason, records[index])
