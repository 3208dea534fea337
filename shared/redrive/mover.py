"""Moving messages one by one: sent before they are deleted, so that nothing is lost wherever it stops.

A message that was sent but not deleted is in both queues then. That is harmless: the consumers know each by
its key.
"""

from collections.abc import Iterator
from typing import Any

from redrive.queues import Queues

_VISIBILITY_SECONDS = 60


def move(queues: Queues) -> Iterator[str]:
    """Send each message back, and yield its body once it is out of the dead-letter queue.

    Ends when the queue is empty, or when a message that was moved already comes back: what put it there is
    not mended yet.
    """
    moved: set[str] = set()
    while message := _receive(queues, _VISIBILITY_SECONDS):
        if message["Body"] in moved:
            _release(queues, message)
            return
        queues.sqs.send_message(
            QueueUrl=queues.source,
            MessageBody=message["Body"],
            MessageAttributes=message.get("MessageAttributes", {}),
        )
        queues.sqs.delete_message(QueueUrl=queues.dead_letters, ReceiptHandle=message["ReceiptHandle"])
        moved.add(message["Body"])
        yield message["Body"]


def look(queues: Queues) -> Iterator[str]:
    """The bodies that are there; they stay, and can be received again once all were seen."""
    held: dict[str, dict[str, Any]] = {}
    try:
        while (message := _receive(queues, _VISIBILITY_SECONDS)) and message["MessageId"] not in held:
            held[message["MessageId"]] = message
            yield message["Body"]
    finally:
        for message in held.values():
            _release(queues, message)


def _receive(queues: Queues, visibility: int) -> dict[str, Any] | None:
    answer = queues.sqs.receive_message(
        QueueUrl=queues.dead_letters,
        MaxNumberOfMessages=1,
        WaitTimeSeconds=1,
        VisibilityTimeout=visibility,
        MessageAttributeNames=["All"],
    )
    messages = answer.get("Messages", [])
    return messages[0] if messages else None


def _release(queues: Queues, message: dict[str, Any]) -> None:
    queues.sqs.change_message_visibility(
        QueueUrl=queues.dead_letters, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
    )
