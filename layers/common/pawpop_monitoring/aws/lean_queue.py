"""Sending to one SQS queue."""

from collections.abc import Iterator, Sequence
from itertools import batched

from pawpop_monitoring.aws.json_service import AwsCallError, AwsService
from pawpop_monitoring.domain.text import sendable

_BATCH_ENTRIES = 10
_BATCH_BYTES = 262_144


class SqsSender:
    """Sends to the queue at `url`. AwsCallError means that the caller has to send all of it again."""

    def __init__(self, service: AwsService, url: str) -> None:
        self._service = service
        self._url = url

    def send(self, bodies: Sequence[str]) -> None:
        """Hand over all bodies, or raise."""
        for chunk in batched(map(sendable, bodies), _BATCH_ENTRIES, strict=False):
            for fitting in _within_size(chunk):
                self._send(fitting)

    def close(self) -> None:
        """Drop the connection; the next message makes another."""
        self._service.close()

    def _send(self, bodies: Sequence[str]) -> None:
        entries = [{"Id": str(index), "MessageBody": body} for index, body in enumerate(bodies)]
        answer = self._service.call("AmazonSQS.SendMessageBatch", {"QueueUrl": self._url, "Entries": entries})
        if len(answer.get("Successful", [])) != len(bodies):
            reasons = sorted({str(entry.get("Code", "unknown")) for entry in answer.get("Failed", [])})
            raise AwsCallError(f"sqs took only a part of {len(bodies)} messages: {', '.join(reasons)}")


def _within_size(bodies: Sequence[str]) -> Iterator[Sequence[str]]:
    if sum(len(body.encode()) for body in bodies) <= _BATCH_BYTES:
        yield bodies
    else:
        yield from ([body] for body in bodies)
