"""What every StandbyStore does, the one in DynamoDB and the fake that other tests use."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from pawpop_monitoring.alerting.ports import StandbyStore
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.standby import DynamoStandbyStore
from tests.factories import NOW, make_alert, make_finding
from tests.fakes.standby_store import InMemoryStandbyStore

pytestmark = pytest.mark.integration

TABLE = "standby"


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        client.create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "service", "AttributeType": "S"},
                {"AttributeName": "fingerprint", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "service", "KeyType": "HASH"},
                {"AttributeName": "fingerprint", "KeyType": "RANGE"},
            ],
        )
        yield client


@pytest.fixture(params=["dynamodb", "memory"])
def store(request: pytest.FixtureRequest) -> StandbyStore:
    if request.param == "memory":
        return InMemoryStandbyStore()
    client = request.getfixturevalue("dynamodb")
    return DynamoStandbyStore(client=lambda: client, table=TABLE)


def test_nothing_is_open_at_first(store: StandbyStore) -> None:
    assert list(store.open_alerts()) == []


def test_open_alerts_of_one_service_or_of_all_newest_first(store: StandbyStore) -> None:
    older = make_alert()
    newer = make_alert(rule="query_time", timestamp=NOW + timedelta(minutes=1))
    other = make_alert(service="stripe", rule="unreachable", timestamp=NOW + timedelta(minutes=2))
    for alert in (newer, other, older):
        store.put(alert)

    assert list(store.open_alerts("supabase")) == [newer, older]
    assert list(store.open_alerts()) == [other, newer, older]


def test_put_replaces_what_was_kept_of_the_condition(store: StandbyStore) -> None:
    store.put(make_alert())
    later = make_alert(timestamp=NOW + timedelta(hours=1), occurrences=3)

    store.put(later)

    assert list(store.open_alerts()) == [later]


def test_counting_starts_with_the_alert_that_is_handed_over(store: StandbyStore) -> None:
    assert store.count(make_alert(), make_finding()) == make_alert()
    assert list(store.open_alerts()) == [make_alert()]


def test_counting_goes_on_with_the_alert_that_is_open(store: StandbyStore) -> None:
    store.put(make_alert(occurrences=4))
    later = make_alert(timestamp=NOW + timedelta(minutes=5), details={"value": 99})

    counted = store.count(later, make_finding(value=99))

    assert counted == make_alert(occurrences=5, last_seen=later.last_seen)
    assert list(store.open_alerts()) == [counted]


def test_forgetting_drops_the_alert(store: StandbyStore) -> None:
    store.put(make_alert())

    store.forget(replace(make_alert(), occurrences=7))

    assert list(store.open_alerts()) == []


def test_a_newer_alert_of_the_condition_is_not_forgotten(store: StandbyStore) -> None:
    newer = make_alert(timestamp=NOW + timedelta(hours=1))
    store.put(newer)

    store.forget(make_alert())
    store.forget(make_alert(rule="never_kept"))

    assert list(store.open_alerts()) == [newer]


def test_more_alerts_than_fit_into_one_answer_of_dynamodb(dynamodb: Any) -> None:
    store = DynamoStandbyStore(client=lambda: dynamodb, table=TABLE)
    alerts = [make_alert(rule=f"rule_{number}", details={"text": "x" * 200_000}) for number in range(8)]
    for alert in alerts:
        store.put(alert)

    assert {alert.id for alert in store.open_alerts()} == {alert.id for alert in alerts}
    assert {alert.id for alert in store.open_alerts("supabase")} == {alert.id for alert in alerts}


def test_a_table_that_is_not_there_is_a_store_out_of_reach(dynamodb: Any) -> None:
    store = DynamoStandbyStore(client=lambda: dynamodb, table="elsewhere")

    for call in (
        store.open_alerts,
        lambda: store.put(make_alert()),
        lambda: store.count(make_alert(), make_finding()),
        lambda: store.forget(make_alert()),
    ):
        with pytest.raises(StoreUnavailableError, match="ResourceNotFoundException"):
            call()


def test_no_answer_from_aws_is_a_store_out_of_reach() -> None:
    client = boto3.client(
        "dynamodb",
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )

    with pytest.raises(StoreUnavailableError) as raised:
        DynamoStandbyStore(client=lambda: client, table=TABLE).open_alerts()

    assert str(raised.value) == "The standby table can't be used: EndpointConnectionError."


def test_an_alert_of_another_version_is_a_store_out_of_reach(dynamodb: Any) -> None:
    store = DynamoStandbyStore(client=lambda: dynamodb, table=TABLE)
    store.put(make_alert())
    item = dynamodb.scan(TableName=TABLE)["Items"][0]
    item["alert"] = {"S": json.dumps(json.loads(item["alert"]["S"]) | {"invented": 1})}
    dynamodb.put_item(TableName=TABLE, Item=item)

    with pytest.raises(StoreUnavailableError, match="another version"):
        store.open_alerts()
