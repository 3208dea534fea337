"""One SNS topic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pawpop_monitoring.messaging.offering import Entry, offer


@dataclass(frozen=True, slots=True)
class Topic:
    """Publishes to one topic; `client` answers the boto3 client."""

    arn: str
    client: Callable[[], Any]

    def offer(self, bodies: Sequence[str], attributes: Sequence[Mapping[str, str]]) -> Mapping[int, str]:
        """Publish all bodies that SNS takes, each with its texts beside it; see `offering.offer`."""

        def publish(entries: Sequence[Entry]) -> Mapping[str, Any]:
            sent = [
                {"Id": str(entry.index), "Message": entry.body, "MessageAttributes": _texts(attributes[entry.index])}
                for entry in entries
            ]
            answer: Mapping[str, Any] = self.client().publish_batch(TopicArn=self.arn, PublishBatchRequestEntries=sent)
            return answer

        return offer(bodies, publish)


def _texts(attributes: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
