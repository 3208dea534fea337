"""Lambda's poller of one queue, with the habits of SQS that one has to live with."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.integration.faults.cloud import Cloud
from tests.integration.faults.deaths import KilledError

type Message = dict[str, Any]
type Handle = Callable[[list[Message]], set[str]]
"""Runs the function on a batch; the ids of the messages that have to come back."""

_MOST = 10


@dataclass
class Pump:
    """Hands over what is visible, and deletes what was handled.

    `doubling`: each message is twice in its batch, and comes once more although it was deleted. `holding`:
    nothing is handed over yet. `newest_first`: the order of sending is turned round. `rewrites`: each body is as
    another release would have written it.
    """

    cloud: Cloud
    queue: str
    handle: Handle
    doubling: bool = False
    holding: bool = False
    newest_first: bool = False
    rewrites: Callable[[str], str] | None = None
    received: Counter[str] = field(default_factory=Counter)
    held: int = 0

    def run(self) -> None:
        """One poll of everything that is visible."""
        if self.holding:
            self.held = max(self.held, self.cloud.depth(self.queue))
            return
        messages = self._receive()
        if messages:
            self._hand_over(messages)

    def messages(self) -> list[Message]:
        """What is visible now, for somebody who hands it over in another way."""
        return self._receive()

    def _hand_over(self, messages: list[Message]) -> None:
        try:
            left = self.handle(messages * 2 if self.doubling else messages)
        except KilledError:
            return  # they come back when their visibility time-out has passed
        for message in messages:
            if message["messageId"] not in left and not self._comes_again(message):
                self.cloud.sqs.delete_message(
                    QueueUrl=self.cloud.urls[self.queue], ReceiptHandle=message["receiptHandle"]
                )

    def _comes_again(self, message: Message) -> bool:
        self.received[message["messageId"]] += 1
        return self.doubling and self.received[message["messageId"]] == 1

    def _receive(self) -> list[Message]:
        messages = batch = self._batch()
        while len(batch) == _MOST:
            batch = self._batch()
            messages = messages + batch
        found = [*map(self._as_lambda_sees, messages)]
        return found[::-1] if self.newest_first else found

    def _batch(self) -> list[Message]:
        answer = self.cloud.sqs.receive_message(
            QueueUrl=self.cloud.urls[self.queue], MaxNumberOfMessages=_MOST, MessageSystemAttributeNames=["All"]
        )
        found: list[Message] = answer.get("Messages", [])
        return found

    def _as_lambda_sees(self, message: Message) -> Message:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": self.rewrites(message["Body"]) if self.rewrites else message["Body"],
            "attributes": message["Attributes"],
        }
