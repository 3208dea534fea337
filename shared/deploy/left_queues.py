"""Queues that a stack left behind when it was taken down, because something waited in them."""

from collections.abc import Mapping
from typing import Any

from deploy.ports import KeptQueue
from redrive.mover import move
from redrive.queues import Queues

NAMES = (
    *("AlertQueue", "AlertDeadLetterQueue", "RecordQueue", "RecordDeadLetterQueue"),
    *("ChannelQueue", "ChannelDeadLetterQueue"),
    *("PressQueue", "PressDeadLetterQueue"),
)
_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class LeftQueues:
    """Found by the names that CloudFormation gives: <stack>-<name in the template>-<something>."""

    def __init__(self, sqs: Any, stack: str) -> None:
        self._sqs = sqs
        self._stack = stack

    def found(self, present: Mapping[str, str]) -> list[KeptQueue]:
        """Those that are not among the resources of the present stack."""
        return [
            KeptQueue(name, url, self._messages(url))
            for name in NAMES
            for url in self._urls(f"{self._stack}-{name}-")
            if url != present.get(name)
        ]

    def empty_into(self, target: str, queue: KeptQueue) -> int:
        """Move what may be received now to the queue `target`; how many. What is left empty is deleted."""
        moved = sum(1 for _ in move(Queues(sqs=self._sqs, dead_letters=queue.url, source=target)))
        if not self._messages(queue.url):
            self._sqs.delete_queue(QueueUrl=queue.url)
        return moved

    def _urls(self, prefix: str) -> list[str]:
        pages = self._sqs.get_paginator("list_queues").paginate(QueueNamePrefix=prefix)
        return [url for page in pages for url in page.get("QueueUrls", ())]

    def _messages(self, url: str) -> int:
        counts = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[*_COUNTS])["Attributes"]
        return sum(int(counts.get(name, 0)) for name in _COUNTS)
