"""One SQS queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from pawpop_monitoring.messaging.offering import Entry, RefusedForNowError, offer

_BATCH_ENTRIES = 10
_MAX_VISIBILITY_SECONDS = 43_200


@dataclass(frozen=True, slots=True)
class Queue:
    """Sends to one queue, and postpones what was received but not handled; `client` answers the boto3 client."""

    url: str
    client: Callable[[], Any]

    def send(self, bodies: Sequence[str]) -> None:
        """Hand over all bodies; RefusedForNowError if SQS refused some, the others are sent all the same."""
        refused = self.offer(bodies)
        if refused:
            codes = ", ".join(sorted(set(refused.values())))
            raise RefusedForNowError(f"{len(refused)} of {len(bodies)} messages were refused: {codes}")

    def offer(self, bodies: Sequence[str]) -> Mapping[int, str]:
        """Hand over all bodies that SQS takes; SQS's code for each that it never will, by its index.

        Raises RefusedForNowError if some could not be taken now, and what boto3 raises if SQS is out of reach.
        """
        return offer(bodies, self._send)

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

    def _send(self, entries: Sequence[Entry]) -> Mapping[str, Any]:
        sent = [{"Id": str(entry.index), "MessageBody": entry.body} for entry in entries]
        answer: Mapping[str, Any] = self.client().send_message_batch(QueueUrl=self.url, Entries=sent)
        return answer
