"""The senders that alerting asks for, over SQS."""

from collections.abc import Sequence
from dataclasses import dataclass

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.messaging.queue import Queue


@dataclass(frozen=True, slots=True)
class SqsAlertPublisher:
    """AlertQueue."""

    queue: Queue

    def publish(self, messages: Sequence[AlertMessage]) -> None:
        """Hand over all messages or raise."""
        self.queue.send([message.model_dump_json() for message in messages])


@dataclass(frozen=True, slots=True)
class SqsRecordPublisher:
    """RecordQueue."""

    queue: Queue

    def record(self, records: Sequence[Record]) -> None:
        """Hand over all records or raise."""
        self.queue.send([record.model_dump_json() for record in records])
