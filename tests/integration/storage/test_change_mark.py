"""Whatever an open page shows renews the mark, after it can be read; the mark itself is never a condition."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.storage.change_mark import ChangeMark, change_in, mark_key
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import NOW, make_alert
from tests.integration.storage.conftest import TABLE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

pytestmark = pytest.mark.integration
ALERT = make_alert()
ENDED = replace(ALERT, status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="Ann", sequence=ALERT.sequence + 1)


def _mark(client: "DynamoDBClient") -> str:
    return change_in(client.get_item(TableName=TABLE, Key=mark_key()).get("Item"))


STEPS: dict[str, Callable[[DynamoStandbyStore], object]] = {
    "opened": lambda store: store.put(ALERT),
    "opened without the database": lambda store: store.count(ALERT),
    "over": lambda store: store.forget(ALERT),
    "over without the database": lambda store: store.hold_end(ENDED, None),
    "noted in the database": lambda store: store.announce(),
    "noted": lambda store: store.add_note(Note.of(ALERT.id, "Looked at it.", "Ann", NOW)),
}


@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_an_alert_is_a_change(dynamodb: "DynamoDBClient", step: str) -> None:
    store = DynamoStandbyStore(client=lambda: dynamodb, table=TABLE)
    before = _mark(dynamodb)
    STEPS[step](store)
    assert _mark(dynamodb) != before
    assert len(store.open_alerts()) == step.startswith("opened")


def test_a_silence_is_a_change(dynamodb: "DynamoDBClient") -> None:
    silence = Silence(
        id="s", starts_at=NOW, ends_at=NOW + timedelta(hours=1), reason="Deploy", created_by="Ann", created_at=NOW
    )
    before = _mark(dynamodb)
    DynamoSilenceStore(client=lambda: dynamodb, table=TABLE).put(silence)
    assert _mark(dynamodb) != before


def test_a_service_in_another_state_is_a_change_and_other_numbers_are_none(dynamodb: "DynamoDBClient") -> None:
    _make_snapshot_table(dynamodb)
    mark = ChangeMark(client=lambda: dynamodb, table=TABLE)
    snapshots = DynamoSnapshots(client=lambda: dynamodb, table="snapshots", mark=mark)
    seen = []
    for status, milliseconds in (("healthy", 40), ("healthy", 90), ("critical", 90)):
        snapshots.keep(_record(ServiceStatus(status), milliseconds))
        seen.append(_mark(dynamodb))
    assert seen[0] == seen[1] != seen[2]


def test_what_was_kept_stays_kept_if_the_mark_fails(dynamodb: "DynamoDBClient") -> None:
    ChangeMark(client=lambda: dynamodb, table="nowhere").renew()


def _make_snapshot_table(client: "DynamoDBClient") -> None:
    client.create_table(
        TableName="snapshots",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "service", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "service", "KeyType": "HASH"}],
    )


def _record(status: ServiceStatus, milliseconds: float) -> HealthMetricRecord:
    return HealthMetricRecord(
        service="supabase",
        status=status,
        response_time=milliseconds,
        error_rate=0,
        details={},
        observed_at=NOW,
    )
