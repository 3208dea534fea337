"""RecordQueue in MiniStack, and the recorder behind it as Lambda's event source runs it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.recorder.app import run
from pawpop_monitoring.aws.lean_clients import sender
from pawpop_monitoring.bootstrap.recorder_services import RecorderServices
from pawpop_monitoring.messaging.queue import Queue
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder

BATCH_SIZE = 500
_RECEIVE = 10
_POLL_SECONDS = 0.1


@dataclass
class RecordQueue:
    """What was sent is also kept in `sent`, to know what should have become of it."""

    client: Any
    database: Database
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        create: Callable[..., Any] = self.client.create_queue
        self.url: str = create(QueueName="records", Attributes={"VisibilityTimeout": "180"})["QueueUrl"]
        self.dead_letters_url: str = create(QueueName="records-dead")["QueueUrl"]
        self._sender = sender(self.url)
        self._services = RecorderServices(
            recorder=Recorder(self.database),
            records=self._queue(self.url),
            dead_letters=self._queue(self.dead_letters_url),
        )

    def send(self, bodies: Sequence[str]) -> None:
        """What the tracking functions do with their records."""
        self.sent.extend(bodies)
        self._sender.send(bodies)

    def close(self) -> None:
        """Hang up."""
        self._sender.close()
        self.client.close()

    def record_once(self) -> int:
        """Run the recorder on one batch as the event source does; answers how many messages it left in the queue."""
        messages = self._receive()
        left = {message["messageId"] for message in run(self._services, messages)}
        done = [message for message in messages if message["messageId"] not in left]
        for start in range(0, len(done), _RECEIVE):
            entries = [
                {"Id": str(index), "ReceiptHandle": message["receiptHandle"]}
                for index, message in enumerate(done[start : start + _RECEIVE])
            ]
            self.client.delete_message_batch(QueueUrl=self.url, Entries=entries)
        return len(left)

    def record_all(self) -> None:
        """Run the recorder until the queue is empty, waiting for what was postponed."""
        while self.depth(self.url):
            self.record_once()
            time.sleep(_POLL_SECONDS)

    def depth(self, url: str) -> int:
        """Messages that wait or are in flight."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        attributes = self.client.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(attributes[name]) for name in names)

    def _queue(self, url: str) -> Queue:
        return Queue(url=url, client=lambda: self.client)

    def _receive(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        while len(messages) < BATCH_SIZE:
            received = self.client.receive_message(
                QueueUrl=self.url, MaxNumberOfMessages=_RECEIVE, MessageSystemAttributeNames=["All"], WaitTimeSeconds=0
            ).get("Messages", [])
            if not received:
                break
            messages.extend(_as_lambda_sees(message) for message in received)
        return messages


def _as_lambda_sees(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
    }
