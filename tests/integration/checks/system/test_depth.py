"""How much waits in a queue, asked of an emulated SQS."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from pawpop_monitoring.domain.readings.system import QueueDepth, Unread
from pawpop_monitoring.messaging.depth import SqsDepth

pytestmark = pytest.mark.integration


@pytest.fixture
def sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield boto3.client("sqs", region_name="us-east-1")


@pytest.fixture
def url(sqs: Any) -> str:
    return str(sqs.create_queue(QueueName="dead-letters")["QueueUrl"])


def test_an_empty_queue(sqs: Any, url: str) -> None:
    assert SqsDepth(client=lambda: sqs, url=url, peek=True).depth() == QueueDepth(messages=0)


def test_dead_letters_are_looked_at_as_often_as_one_likes(sqs: Any, url: str) -> None:
    for _ in range(3):
        sqs.send_message(QueueUrl=url, MessageBody="{}")
    dead_letters = SqsDepth(client=lambda: sqs, url=url, peek=True)
    first, again = dead_letters.depth(), dead_letters.depth()
    assert isinstance(first, QueueDepth)
    assert first == again
    assert first.messages == 3
    assert first.oldest is not None
    assert timedelta() <= datetime.now(UTC) - first.oldest < timedelta(minutes=1)


def test_a_queue_with_a_consumer_is_counted_and_left_alone(sqs: Any, url: str) -> None:
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    sqs.send_message(QueueUrl=url, MessageBody="{}", DelaySeconds=60)
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, VisibilityTimeout=60)
    assert SqsDepth(client=lambda: sqs, url=url).depth() == QueueDepth(messages=3)
    received = sqs.receive_message(QueueUrl=url, AttributeNames=["ApproximateReceiveCount"])["Messages"]
    assert received[0]["Attributes"]["ApproximateReceiveCount"] == "1"


def test_a_queue_that_is_not_there_is_unread(sqs: Any, url: str) -> None:
    unread = SqsDepth(client=lambda: sqs, url=f"{url}-gone").depth()
    assert isinstance(unread, Unread)
    assert "gone" not in unread.reason
