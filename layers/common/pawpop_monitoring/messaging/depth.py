"""How much waits in a queue, without CloudWatch: its answers cost money and come minutes late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from pawpop_monitoring.domain.readings.system import QueueDepth, Unread

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType

_COUNTS: "Sequence[QueueAttributeNameType]" = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
_LOOKED_AT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SqsDepth:
    """Implements checks.system.port.QueueSource for the queue at `url`.

    SQS tells how old a message is only to those who receive it. With `peek` up to ten are received, to be
    visible again at once: right for dead letters, which nobody consumes; a queue with a consumer would
    have its messages held up and their attempts counted.
    """

    client: "Callable[[], SQSClient]"
    url: str
    peek: bool = False

    def depth(self) -> QueueDepth | Unread:
        """Messages that wait, are in flight or are postponed; `oldest` of those that were looked at."""
        try:
            messages = self._messages()
            return QueueDepth(messages=messages, oldest=self._oldest() if self.peek and messages else None)
        except (BotoCoreError, ClientError) as error:
            return Unread(f"The queue can't be looked at: {type(error).__name__}.")

    def _messages(self) -> int:
        answer = self.client().get_queue_attributes(QueueUrl=self.url, AttributeNames=_COUNTS)
        return sum(int(answer["Attributes"].get(name, "0")) for name in _COUNTS)

    def _oldest(self) -> datetime | None:
        answer = self.client().receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=_LOOKED_AT,
            VisibilityTimeout=0,
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        sent = [int(message["Attributes"]["SentTimestamp"]) / 1000 for message in answer.get("Messages", [])]
        return datetime.fromtimestamp(min(sent), tz=UTC) if sent else None
