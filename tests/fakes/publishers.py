"""The queues, as lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.domain.transition import NOTICES


class QueueDownError(Exception):
    """What a fake queue raises when it is told to fail."""


@dataclass
class InMemoryAlertPublisher:
    """AlertQueue; `messages` is what was sent, copies included, `refuses` says which it never takes."""

    failing: bool = False
    messages: list[AlertMessage] = field(default_factory=list)
    notices: list[AlertMessage] = field(default_factory=list)
    refuses: Callable[[AlertMessage], bool] = lambda _: False
    aside: dict[str, str] = field(default_factory=dict)

    def publish(self, messages: Sequence[AlertMessage]) -> Mapping[str, str]:
        if self.failing:
            raise QueueDownError
        refused = [message for message in messages if self.refuses(message)]
        taken = [message for message in messages if message not in refused]
        self.messages.extend(message for message in taken if message.kind not in NOTICES)
        self.notices.extend(message for message in taken if message.kind in NOTICES)
        return {message.key: "InvalidMessageContents" for message in refused}

    def put_aside(self, reasons: Mapping[str, str]) -> None:
        self.aside |= reasons


@dataclass
class InMemoryRecordPublisher:
    """RecordQueue; `records` is what was sent, copies included."""

    failing: bool = False
    records: list[Record] = field(default_factory=list)

    def record(self, records: Sequence[Record]) -> None:
        if self.failing:
            raise QueueDownError
        self.records.extend(records)
