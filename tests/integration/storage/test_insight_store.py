"""What was found, kept and read back; another release's item is as none."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.insight_store import DynamoInsights
from tests.unit.checks.trends.readings import even_days, growing, hours, judged

FOUND, _ = judged(
    daily=even_days(40.0),
    month_cost=900.0,
    balance=10.0,
    usage=hours(40, end=[320]),
    figures={("supabase", "diskUsedPercent"): growing(90.0, 1.0)},
)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        made = boto3.client("dynamodb", region_name="us-east-1")
        made.create_table(
            TableName="status",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("kind", "name")],
            KeySchema=[
                {"AttributeName": "kind", "KeyType": "HASH"},
                {"AttributeName": "name", "KeyType": "RANGE"},
            ],
        )
        yield made


def test_it_is_read_as_it_was_kept(client: Any) -> None:
    store = DynamoInsights(client=lambda: client, table="status")
    assert store.latest() == Insights()
    store.keep(FOUND)
    assert store.latest() == FOUND


def test_an_item_of_another_release_is_as_none(client: Any) -> None:
    store = DynamoInsights(client=lambda: client, table="status")
    item = {"kind": {"S": "insights"}, "name": {"S": "insights"}, "found": {"S": '{"another": 1}'}}
    client.put_item(TableName="status", Item=item)
    assert store.latest() == Insights()


def test_a_table_that_is_away_is_said_to_be(client: Any) -> None:
    store = DynamoInsights(client=lambda: client, table="gone")
    with pytest.raises(StoreUnavailableError):
        store.keep(FOUND)
    with pytest.raises(StoreUnavailableError):
        store.latest()
