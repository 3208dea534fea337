"""Reviews kept: the first one of a month stays, is marked once, and the last month's is the latest."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from pawpop_monitoring.contracts.review import KeptReview
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.review_store import DynamoReviews
from tests.unit.notifications.reviews import review_message

OCTOBER = review_message().review


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


def test_the_first_of_a_month_stays(client: Any) -> None:
    store = DynamoReviews(client=lambda: client, table="status")
    assert (store.of("2026-10"), store.latest()) == (None, None)
    assert store.keep(OCTOBER) == KeptReview(OCTOBER)
    assert store.keep(OCTOBER.model_copy(update={"lead": "another"})) == KeptReview(OCTOBER)
    store.hand_over("2026-10")
    assert store.of("2026-10") == KeptReview(OCTOBER, is_handed_over=True)
    assert store.keep(OCTOBER) == KeptReview(OCTOBER, is_handed_over=True)


def test_the_latest_is_that_of_the_last_month(client: Any) -> None:
    store = DynamoReviews(client=lambda: client, table="status")
    for month in ("2026-12", "2027-01", "2026-10"):
        store.keep(OCTOBER.model_copy(update={"month": month}))
    latest = store.latest()
    assert latest is not None
    assert latest.month == "2027-01"


def test_what_was_never_made_is_not_marked(client: Any) -> None:
    with pytest.raises(StoreUnavailableError):
        DynamoReviews(client=lambda: client, table="status").hand_over("2026-10")
    assert "Item" not in client.get_item(TableName="status", Key={"kind": {"S": "review"}, "name": {"S": "2026-10"}})


def test_a_table_that_is_away_is_said_to_be(client: Any) -> None:
    store = DynamoReviews(client=lambda: client, table="gone")
    for ask in (lambda: store.of("2026-10"), lambda: store.keep(OCTOBER), store.latest):
        with pytest.raises(StoreUnavailableError):
            ask()


def test_one_of_another_release_costs_no_reader_the_rest_of_the_page(client: Any) -> None:
    """GET /insights answered 503 for it; whoever is about to send it must not take it for none."""
    client.put_item(
        TableName="status",
        Item={"kind": {"S": "review"}, "name": {"S": "2026-10"}, "review": {"S": '{"another": 1}'}},
    )
    store = DynamoReviews(client=lambda: client, table="status")
    assert store.latest() is None
    with pytest.raises(StoreUnavailableError):
        store.of("2026-10")
