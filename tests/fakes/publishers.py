"""The queues, as lists."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import Record


class QueueDownError(Exception):
    """What a fake queue raises when it is told to fail."""


@dataclass
class InMemoryAlertPublisher:
    """AlertQueue; `messages` is what was sent, copies included."""

    failing: bool = False
    messages: list[AlertMessage] = field(default_factory=list)

    def publish(self, messages: Sequence[AlertMessage]) -> None:
        if self.failing:
            raise QueueDownError
        self.messages.extend(messages)


@dataclass
class InMemoryRecordPublisher:
    """RecordQueue; `records` is what was sent, copies included."""

    failing: bool = False
    records: list[Record] = field(default_factory=list)

    def record(self, records: Sequence[Record]) -> None:
        if self.failing:
            raise QueueDownError
        self.records.extend(records)
