"""The senders that alerting asks for, over SNS and SQS."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.messaging.put_aside import Aside
from pawpop_monitoring.messaging.queue import Queue
from pawpop_monitoring.messaging.topic import Topic


@dataclass(frozen=True, slots=True)
class SnsAlertPublisher:
    """AlertTopic, which hands each step to AlertQueue and, where a channel is set up, to ChannelQueue.

    Beside the step stand its kind and the worst severity that people heard of, so that a queue can take its choice.
    """

    topic: Topic
    aside: Aside = field(default_factory=Aside)

    def publish(self, messages: Sequence[AlertMessage]) -> Mapping[str, str]:
        """Hand over all messages that the topic takes, or raise; why it will never take the others, by key."""
        bodies = [message.bounded().model_dump_json() for message in messages]
        refused = self.topic.offer(bodies, [_attributes(message) for message in messages])
        return {messages[index].key: reason for index, reason in refused.items()}

    def put_aside(self, reasons: Mapping[str, str]) -> None:
        """Count these steps, and leave a note of each among the dead letters."""
        self.aside.put(reasons)


@dataclass(frozen=True, slots=True)
class SqsRecordPublisher:
    """RecordQueue."""

    queue: Queue
    aside: Aside = field(default_factory=Aside)

    def record(self, records: Sequence[Record]) -> None:
        """Hand over all records that the queue takes, or raise; one that it will never take is lost, and told."""
        refused = self.queue.offer([record.model_dump_json() for record in records])
        self.aside.put({f"record {records[index]!r:.500}": reason for index, reason in refused.items()})


def _attributes(message: AlertMessage) -> Mapping[str, str]:
    return {"kind": message.kind.value, "severity": message.to_transition().worst_severity.value}
