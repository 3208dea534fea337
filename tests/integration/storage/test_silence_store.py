"""What every SilenceStore does, the one in DynamoDB and the fake that other tests use."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from pawpop_monitoring.alerting.apply.ports import SilenceStore
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import NOW, make_alert
from tests.fakes.silence_store import InMemorySilenceStore
from tests.integration.storage.conftest import TABLE

pytestmark = pytest.mark.integration

SILENCE = Silence(
    id="silence_1",
    starts_at=NOW,
    ends_at=NOW + timedelta(hours=1),
    reason="upgrade",
    created_by="admin",
    created_at=NOW,
    service="supabase",
)


@pytest.fixture(params=["dynamodb", "memory"])
def store(request: pytest.FixtureRequest) -> SilenceStore:
    if request.param == "memory":
        return InMemorySilenceStore()
    client = request.getfixturevalue("dynamodb")
    return DynamoSilenceStore(client=lambda: client, table=TABLE)


def test_there_are_none_at_first(store: SilenceStore) -> None:
    assert store.all() == []


def test_a_silence_comes_back_as_it_was_put(store: SilenceStore) -> None:
    store.put(SILENCE)
    assert store.all() == [SILENCE]


def test_putting_again_replaces(store: SilenceStore) -> None:
    store.put(SILENCE)
    ended = replace(SILENCE, ends_at=NOW + timedelta(minutes=1))
    store.put(ended)
    assert store.all() == [ended]


def test_the_latest_to_start_comes_first(store: SilenceStore) -> None:
    later = replace(SILENCE, id="silence_2", starts_at=NOW + timedelta(minutes=5))
    store.put(SILENCE)
    store.put(later)
    assert [silence.id for silence in store.all()] == ["silence_2", "silence_1"]


def test_silences_and_open_alerts_share_a_table_without_meeting(dynamodb: Any) -> None:
    silences = DynamoSilenceStore(client=lambda: dynamodb, table=TABLE)
    alerts = DynamoStandbyStore(client=lambda: dynamodb, table=TABLE)
    silences.put(SILENCE)
    alerts.put(make_alert())
    assert [alert.id for alert in alerts.open_alerts()] == [make_alert().id]
    assert silences.all() == [SILENCE]


@mock_aws
def test_a_missing_table_is_a_store_that_is_unavailable() -> None:
    client = boto3.client("dynamodb", region_name="us-east-1")
    with pytest.raises(StoreUnavailableError):
        DynamoSilenceStore(client=lambda: client, table="nowhere").all()
