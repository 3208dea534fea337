"""Devices in the standby table: kept under their subscription, beside alerts that do not see them."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pawpop_monitoring.domain.device import Device
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.device_store import DynamoDevices
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import NOW, make_alert
from tests.integration.storage.conftest import TABLE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

pytestmark = pytest.mark.integration
PHONE = Device(
    name="Ann's phone",
    endpoint="https://push.example/ann",
    public_key="B",
    auth="A",
    added_at=NOW,
    added_by="Ann",
    seen_at=NOW,
)
LATER = replace(PHONE, name="Bob's", endpoint="https://push.example/bob", added_at=NOW + timedelta(hours=1))


def test_devices_are_kept_forgotten_and_no_alerts(dynamodb: "DynamoDBClient") -> None:
    devices = DynamoDevices(client=lambda: dynamodb, table=TABLE)
    alerts = DynamoStandbyStore(client=lambda: dynamodb, table=TABLE)
    alerts.put(make_alert())
    for device in (LATER, PHONE, replace(PHONE, name="Ann's new name")):
        devices.put(device)
    assert [device.name for device in devices.all()] == ["Ann's new name", "Bob's"]
    assert [devices.forget(PHONE.id), devices.forget(PHONE.id)] == [True, False]
    assert devices.all() == [LATER]
    assert list(alerts.open_alerts()) == [make_alert()]


def test_a_table_that_is_away_is_said(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        DynamoDevices(client=lambda: dynamodb, table="nowhere").all()
