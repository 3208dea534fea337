"""One SQS queue."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from pawpop_monitoring.domain.text import sendable

_BATCH_ENTRIES = 10
_BATCH_BYTES = 262_144
_MAX_VISIBILITY_SECONDS = 43_200


class QueueRejectedError(Exception):
    """SQS took only a part of the messages; the caller sends all of them again."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Sends to one queue, and postpones what was received but not handled; `client` answers the boto3 client."""

    url: str
    client: Callable[[], Any]

    def send(self, bodies: Sequence[str]) -> None:
        """Hand over all bodies, or raise."""
        for chunk in batched(map(sendable, bodies), _BATCH_ENTRIES, strict=False):
            for entries in _within_size(chunk):
                self._send(entries)

    def postpone(self, receipt_handle: str, seconds: int) -> None:
        """Let a received message come back after that time rather than after the queue's own."""
        self.client().change_message_visibility(
            QueueUrl=self.url,
            ReceiptHandle=receipt_handle,
            VisibilityTimeout=min(max(0, seconds), _MAX_VISIBILITY_SECONDS),
        )

    def postpone_all(self, seconds: Mapping[str, int]) -> None:
        """The same for many, by receipt handle. What SQS refuses to postpone comes back after the queue's own time."""
        for chunk in batched(seconds.items(), _BATCH_ENTRIES, strict=False):
            entries = [
                {
                    "Id": str(index),
                    "ReceiptHandle": handle,
                    "VisibilityTimeout": min(max(0, wait), _MAX_VISIBILITY_SECONDS),
                }
                for index, (handle, wait) in enumerate(chunk)
            ]
            self.client().change_message_visibility_batch(QueueUrl=self.url, Entries=entries)

    def _send(self, bodies: Sequence[str]) -> None:
        entries = [{"Id": str(index), "MessageBody": body} for index, body in enumerate(bodies)]
        failed = self.client().send_message_batch(QueueUrl=self.url, Entries=entries).get("Failed", [])
        if failed:
            reasons = sorted({entry.get("Code", "unknown") for entry in failed})
            raise QueueRejectedError(f"{len(failed)} of {len(bodies)} messages were refused: {', '.join(reasons)}")


def _within_size(bodies: Sequence[str]) -> Iterator[Sequence[str]]:
    """All at once if they fit into one request, else one by one."""
    if sum(len(body.encode()) for body in bodies) <= _BATCH_BYTES:
        yield bodies
    else:
        yield from ([body] for body in bodies)
