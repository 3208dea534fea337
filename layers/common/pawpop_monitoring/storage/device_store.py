"""Devices that are told over web push, in the DynamoDB table that outlives the monitored database.

They lie in the standby table, under a `service` that no service can have.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from pawpop_monitoring.domain.device import Device
from pawpop_monitoring.storage.dynamo_errors import as_store_errors, readable
from pawpop_monitoring.storage.partition import items_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

DEVICES = "#device"
"""The partition of the table that holds them."""

_DEVICE: TypeAdapter[Device] = TypeAdapter(Device)


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoDevices:
    """notifications.devices.Devices on the DynamoDB table `table`; `client` answers the boto3 client, made once."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def all(self) -> Sequence[Device]:
        """The oldest first."""
        with as_store_errors():
            items = items_of(self.client(), self.table, "service", DEVICES)
            devices = list(readable(items, lambda item: _DEVICE.validate_json(item["device"]["S"])))
        return sorted(devices, key=lambda device: device.added_at)

    def put(self, device: Device) -> None:
        """Keep it, in place of what was kept of the same subscription."""
        item = {**_key(device.id), "device": {"S": _DEVICE.dump_json(device).decode()}}
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=item)

    def forget(self, device_id: str) -> bool:
        """Drop it; False if there was none of that id."""
        with as_store_errors():
            answer = self.client().delete_item(TableName=self.table, Key=_key(device_id), ReturnValues="ALL_OLD")
        return "Attributes" in answer


def _key(device_id: str) -> Mapping[str, Any]:
    return {"service": {"S": DEVICES}, "fingerprint": {"S": device_id}}
