"""What only a StandbyStore in DynamoDB meets: pages of an answer, and a table that is away."""

from typing import Any

import boto3
import pytest
from botocore.config import Config

from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import make_alert
from tests.integration.storage.conftest import TABLE

pytestmark = pytest.mark.integration


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
        lambda: store.count(make_alert()),
        lambda: store.advance(make_alert(), StandbyEntry(alert=make_alert())),
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
