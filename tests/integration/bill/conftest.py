"""The whole monitor in one process: AWS in moto, the providers' sandbox, a migrated database."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.notifier import app as notifier
from local_stack.sandbox.server import serve
from tests.integration.bill.monitor import REGION, Monitor, environment
from tests.live_server import answering

TABLES = {
    "standby": ("service", "fingerprint"),
    "snapshots": ("service",),
    "idempotency": ("id",),
    "status": ("kind", "name"),
}
QUEUES = tuple(f"{name}{dead}" for name in ("alerts", "records", "channels", "presses") for dead in ("", "-dead"))


@pytest.fixture
def monitor(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitor]:
    """Everything configured, nothing wrong, no function called yet."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws(), answering(serve()) as sandbox:
        _create_tables(boto3.client("dynamodb"))
        sqs = boto3.client("sqs")
        queues = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in QUEUES}
        topic = boto3.client("sns").create_topic(Name="alerts")["TopicArn"]
        for name, value in environment(sandbox.url, queues, topic).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(notifier.metrics, "namespace", "Test")
        opened = Monitor.start(monkeypatch, database_url, queues["channels-dead"])
        yield opened
        opened.stop()


def _create_tables(client: Any) -> None:
    for table, keys in TABLES.items():
        client.create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            KeySchema=[
                {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
            ],
        )
