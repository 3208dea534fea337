"""One SQS queue."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from botocore.exceptions import ClientError

from pawpop_monitoring.domain.text import sendable

_BATCH_ENTRIES = 10
_BATCH_BYTES = 262_144
_MAX_VISIBILITY_SECONDS = 43_200
_OF_ONE_ENTRY = ("InvalidMessageContents", "InvalidParameterValue", "BatchRequestTooLong", "MessageTooLong")
"""Errors of a whole batch that a single entry brings about."""


class QueueRejectedError(Exception):
    """SQS took only a part of the messages."""


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    body: str


@dataclass(frozen=True, slots=True)
class _Failure:
    """`final`: SQS will never take this body."""

    index: int
    code: str
    final: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """Sends to one queue, and postpones what was received but not handled; `client` answers the boto3 client."""

    url: str
    client: Callable[[], Any]

    def send(self, bodies: Sequence[str]) -> None:
        """Hand over all bodies; QueueRejectedError if SQS refused some, the others are sent all the same."""
        refused = self.offer(bodies)
        if refused:
            codes = ", ".join(sorted(set(refused.values())))
            raise QueueRejectedError(f"{len(refused)} of {len(bodies)} messages were refused: {codes}")

    def offer(self, bodies: Sequence[str]) -> Mapping[int, str]:
        """Hand over all bodies that SQS takes; SQS's code for each that it never will, by its index.

        Raises QueueRejectedError if some could not be taken now, and what boto3 raises if SQS is out of reach.
        """
        failures = [failure for entries in _batches(bodies) for failure in self._send(entries)]
        passing = [failure for failure in failures if not failure.final]
        if passing:
            codes = ", ".join(sorted({failure.code for failure in passing}))
            raise QueueRejectedError(f"{len(passing)} of {len(bodies)} messages could not be taken: {codes}")
        return {failure.index: failure.code for failure in failures}

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

    def _send(self, entries: Sequence[_Entry]) -> Iterable[_Failure]:
        """One request; if SQS refuses all of it because of one entry, one request for each."""
        sent = [{"Id": str(entry.index), "MessageBody": entry.body} for entry in entries]
        try:
            answer = self.client().send_message_batch(QueueUrl=self.url, Entries=sent)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if not code.endswith(_OF_ONE_ENTRY):
                raise
            if len(entries) == 1:
                return [_Failure(entries[0].index, code, final=True)]
            return [failure for entry in entries for failure in self._send([entry])]
        return [_failure_of(failed) for failed in answer.get("Failed", [])]


def _failure_of(failed: Mapping[str, Any]) -> _Failure:
    return _Failure(int(failed["Id"]), failed.get("Code", "unknown"), final=bool(failed.get("SenderFault")))


def _batches(bodies: Iterable[str]) -> Iterator[Sequence[_Entry]]:
    """As many at once as one request takes; one that is too large goes alone, for SQS to say so."""
    batch: list[_Entry] = []
    size = 0
    for index, body in enumerate(map(sendable, bodies)):
        length = len(body.encode())
        if batch and (len(batch) == _BATCH_ENTRIES or size + length > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(_Entry(index, body))
        size += length
    if batch:
        yield batch
