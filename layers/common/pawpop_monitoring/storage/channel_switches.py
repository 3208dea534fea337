"""Which channels are switched off, in DynamoDB: in the standby table, under a `service` that no service can have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pawpop_monitoring.domain.channel_off import ChannelOff
from pawpop_monitoring.storage.dynamo_errors import as_store_errors
from pawpop_monitoring.storage.partition import items_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CHANNELS = "#channel"
"""The partition of the table that holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoChannelSwitches:
    """notifications.switches.Switches on the DynamoDB table `table`."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def off(self) -> Sequence[ChannelOff]:
        """All, by name."""
        with as_store_errors():
            return [_off(item) for item in items_of(self.client(), self.table, "service", CHANNELS)]

    def find(self, channel: str) -> ChannelOff | None:
        """Read consistently."""
        with as_store_errors():
            found = self.client().get_item(TableName=self.table, Key=_key(channel), ConsistentRead=True).get("Item")
        return _off(found) if found else None

    def switch_off(self, off: ChannelOff) -> None:
        """Kept until it is switched on."""
        item = {
            **_key(off.channel),
            "why": {"S": off.why},
            "since": {"S": off.since.isoformat()},
            "setting": {"S": off.setting},
        }
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=item)

    def switch_on(self, channel: str) -> None:
        """Harmless if it is."""
        with as_store_errors():
            self.client().delete_item(TableName=self.table, Key=_key(channel))


def _key(channel: str) -> dict[str, Any]:
    return {"service": {"S": CHANNELS}, "fingerprint": {"S": channel}}


def _off(item: Any) -> ChannelOff:
    return ChannelOff(
        channel=item["fingerprint"]["S"],
        why=item["why"]["S"],
        since=datetime.fromisoformat(item["since"]["S"]),
        setting=item["setting"]["S"],
    )
