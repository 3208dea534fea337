"""Where alerts are told: one suite for DynamoDB and for the memory of the unit tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.progress import Mark
from pawpop_monitoring.notifications.reference_store import DynamoReferences
from pawpop_monitoring.notifications.references import NOTHING, Claim, Reference, References
from tests.factories import NOW
from tests.fakes.references import InMemoryReferences
from tests.integration.notifications.conftest import TABLE

pytestmark = pytest.mark.integration
TOLD = Reference(place="C0ALERTS1", id="1700000000.000100", mark=Mark(NOW, 3))


@pytest.fixture(params=["DynamoDB", "in memory"])
def references(request: pytest.FixtureRequest) -> References:
    if request.param == "in memory":
        return InMemoryReferences()
    client = request.getfixturevalue("dynamodb")
    return DynamoReferences(lambda: client, TABLE, lambda: NOW)


def test_what_is_kept_comes_back(references: References) -> None:
    assert references.get("slack", "alert_1") == NOTHING
    assert references.put("slack", "alert_1", TOLD)
    assert references.get("slack", "alert_1") == replace(TOLD, version=1)
    claimed = Reference(claim=Claim("alert_2/1-opened", NOW + timedelta(microseconds=7)))
    assert references.put("slack", "alert_2", claimed)
    assert references.get("slack", "alert_2") == replace(claimed, version=1)


def test_of_two_who_read_the_same_one_writes(references: References) -> None:
    assert references.put("slack", "alert_1", TOLD)
    assert not references.put("slack", "alert_1", replace(TOLD, id="2"))
    first = references.get("slack", "alert_1")
    assert references.put("slack", "alert_1", replace(first, id="2"))
    assert not references.put("slack", "alert_1", replace(first, id="3"))
    assert references.get("slack", "alert_1") == replace(TOLD, id="2", version=2)


def test_each_channel_and_each_alert_has_its_own(references: References) -> None:
    references.put("slack", "alert_1", TOLD)
    assert references.get("slack:ops", "alert_1") == NOTHING
    assert references.get("slack", "alert_\ud800") == NOTHING


def test_a_table_out_of_reach_says_so(aws_in_memory: None, dynamodb: Any) -> None:
    gone = DynamoReferences(lambda: dynamodb, "no-such-table", lambda: NOW)
    with pytest.raises(StoreUnavailableError):
        gone.get("slack", "alert_1")
    with pytest.raises(StoreUnavailableError):
        gone.put("slack", "alert_1", TOLD)


def test_an_item_of_another_kind_is_no_reference(dynamodb: Any) -> None:
    references = DynamoReferences(lambda: dynamodb, TABLE, lambda: NOW)
    references.put("slack", "alert_1", TOLD)
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert int(item["expiration"]["N"]) == int((NOW + timedelta(days=400)).timestamp())
    dynamodb.put_item(TableName=TABLE, Item={"id": item["id"]})
    with pytest.raises(StoreUnavailableError):
        references.get("slack", "alert_1")
