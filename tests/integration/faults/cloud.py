"""The queues and tables, in moto."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sesv2.models import sesv2_backends

from pawpop_monitoring.messaging.queue import Queue
from pawpop_monitoring.messaging.topic import Topic

REGION = "us-east-1"
STANDBY, IDEMPOTENCY = "standby", "idempotency"
_ALL_BUT_NOTICES = '{"kind": [{"anything-but": ["acknowledged", "silenced"]}]}'
_NOBODY_LISTENS = "http://127.0.0.1:9"
_KEYS = {STANDBY: ("service", "fingerprint"), IDEMPOTENCY: ("id",)}
_DEPTHS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")


@cache
def _client(service: str, endpoint: str | None = None) -> Any:
    """Made once: that takes longer than all else that a cell needs."""
    config = Config(connect_timeout=1, retries={"total_max_attempts": 1, "mode": "standard"})
    return cast("Any", boto3).client(service, region_name=REGION, endpoint_url=endpoint, config=config)


@dataclass
class Cloud:
    """As template.yaml has it. A fault takes away what is `…_reachable`, SNS with SQS; `refused` counts who noticed.

    Neither takes a batch in which there is `poison`; `poisoned` counts those.
    """

    dynamodb_reachable: bool = True
    sqs_reachable: bool = True
    refused: int = 0
    poison: str | None = None
    poisoned: int = 0
    urls: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sqs, self._sns, self._dynamodb = _client("sqs"), _client("sns"), _client("dynamodb")
        self._gone = {name: _client(name, _NOBODY_LISTENS) for name in ("dynamodb", "sqs", "sns")}
        self.ses = _client("sesv2")
        self.ses.create_email_identity(EmailIdentity="alerts@example.com")
        for name in ("alerts", "records"):
            self._create_queue(f"{name}-dead")
            self._create_queue(name, VisibilityTimeout="180")
        self._topic = self._create_topic("alerts")
        for table, keys in _KEYS.items():
            self._create_table(table, keys)

    def dynamodb(self) -> Any:
        """The client, which finds nobody while the fault lasts."""
        self.refused += not self.dynamodb_reachable
        return self._dynamodb if self.dynamodb_reachable else self._gone["dynamodb"]

    def queue(self, name: str) -> Queue:
        """The product's way to one of `alerts`, `alerts-dead`, `records`, `records-dead`."""
        return Queue(url=self.urls[name], client=self._sqs)

    def topic(self) -> Topic:
        """The product's way to AlertTopic, from where `alerts` gets what it holds."""
        return Topic(self._topic, self._publisher)

    def sent_by_ses(self) -> int:
        """Mails that Amazon SES accepted."""
        return len(sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages)

    def _sqs(self) -> Any:
        self.refused += not self.sqs_reachable
        if self.poison is not None:
            return _Particular(self, self.sqs)
        return self.sqs if self.sqs_reachable else self._gone["sqs"]

    def _publisher(self) -> Any:
        self.refused += not self.sqs_reachable
        if self.poison is not None:
            return _Particular(self, self._sns)
        return self._sns if self.sqs_reachable else self._gone["sns"]

    def depth(self, name: str) -> int:
        """Messages that wait, are postponed or in flight."""
        answer = self.sqs.get_queue_attributes(QueueUrl=self.urls[name], AttributeNames=_DEPTHS)
        return sum(int(answer["Attributes"][count]) for count in _DEPTHS)

    def bodies(self, name: str) -> list[str]:
        """What waits in a queue that nobody consumes."""
        answer = self.sqs.receive_message(QueueUrl=self.urls[name], MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [message["Body"] for message in answer.get("Messages", [])]

    def _create_queue(self, name: str, **attributes: str) -> None:
        self.urls[name] = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def _create_topic(self, queue: str) -> str:
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.urls[queue], AttributeNames=["QueueArn"])
        arn: str = self._sns.create_topic(Name=queue)["TopicArn"]
        self._sns.subscribe(
            TopicArn=arn,
            Protocol="sqs",
            Endpoint=attributes["Attributes"]["QueueArn"],
            Attributes={"RawMessageDelivery": "true", "FilterPolicy": _ALL_BUT_NOTICES},
        )
        return arn

    def _create_table(self, name: str, keys: tuple[str, ...]) -> None:
        self._dynamodb.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            KeySchema=[
                {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
            ],
        )


@dataclass(frozen=True)
class _Particular:
    """SQS or SNS, which takes no body with the cloud's poison in it."""

    cloud: Cloud
    client: Any

    def send_message_batch(self, **request: Any) -> Any:
        self._taste("SendMessageBatch", [entry["MessageBody"] for entry in request["Entries"]])
        return self.client.send_message_batch(**request)

    def publish_batch(self, **request: Any) -> Any:
        self._taste("PublishBatch", [entry["Message"] for entry in request["PublishBatchRequestEntries"]])
        return self.client.publish_batch(**request)

    def _taste(self, operation: str, bodies: list[str]) -> None:
        if any(str(self.cloud.poison) in body for body in bodies):
            self.cloud.poisoned += 1
            raise ClientError({"Error": {"Code": "InvalidMessageContents"}}, operation)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)
