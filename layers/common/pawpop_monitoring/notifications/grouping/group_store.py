"""The groups in DynamoDB.

A message is given its membership and enters its group in one transaction, so that nobody is in a group without a
membership, or is a member of a group that was closed before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage
from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.notifications.grouping import group_items as items
from pawpop_monitoring.notifications.grouping.group_items import Item
from pawpop_monitoring.notifications.stages.group import Membership

LATE = timedelta(seconds=5)
"""Only the first member is due when the group closes; the others come later, should that one be lost."""
_MAX_RACES = 10
_IS_NEW = "attribute_not_exists(id)"


@dataclass(frozen=True, slots=True)
class DynamoGroupStore:
    """grouping.GroupStore in the table that Powertools keeps its records in; `client` answers boto3's.

    A `channel` has groups of its own; those without a name are the mail's.
    """

    client: Callable[[], Any]
    table: str
    channel: str = ""

    def join(self, message: AlertMessage, now: datetime, window: timedelta) -> Membership:
        """The membership of `message`; ConflictError if others were faster again and again."""
        for _ in range(_MAX_RACES):
            taken = self._read(items.membership_id(message.key))
            if taken is not None:
                return items.membership_of(taken)
            membership, entry = self._entry(message, now, window)
            if self._write([self._put(items.membership_item(message, membership, now), _IS_NEW), *entry]):
                return membership
        raise ConflictError(f"{message.key} found no group")

    def due(self, key: str) -> datetime | None:
        """When the message with this key is due; None if it is in none."""
        taken = self._read(items.membership_id(key))
        return items.membership_of(taken).due if taken else None

    def close(self, group: str) -> Sequence[TransitionMessage]:
        """Everybody who is in, ordered by key."""
        closed = self.client().update_item(
            TableName=self.table,
            Key=self._key(items.group_id(group)),
            UpdateExpression="SET closed = :yes",
            ConditionExpression="attribute_exists(id)",
            ExpressionAttributeValues={":yes": {"BOOL": True}},
            ReturnValues="ALL_NEW",
        )
        return [self._message(key) for key in sorted(closed["Attributes"]["members"]["SS"])]

    def _entry(self, message: AlertMessage, now: datetime, window: timedelta) -> tuple[Membership, Sequence[Item]]:
        """The latest group if it still takes members, or else the next one; and what has to be written for it."""
        if not window:
            return Membership(None, now), []
        key, pointer_id = message.key, items.latest_id(message)
        pointer = self._read(pointer_id)
        latest = pointer["group"]["S"] if pointer else ""
        group = self._read(items.group_id(latest)) if latest else None
        if group and items.takes_members(group, now):
            return Membership(latest, items.closing_of(group) + LATE), [self._join(latest, key)]
        new, closes = items.name_of_group(key), now + window
        item = items.group_item(new, key, closes, now)
        return Membership(new, closes), [self._put(item, _IS_NEW), self._follow(pointer_id, latest, new)]

    def _join(self, group: str, key: str) -> Item:
        return {
            "Update": {
                "TableName": self.table,
                "Key": self._key(items.group_id(group)),
                "UpdateExpression": "ADD members :key",
                "ConditionExpression": "attribute_exists(id) AND attribute_not_exists(closed)",
                "ExpressionAttributeValues": {":key": {"SS": [key]}},
            }
        }

    def _follow(self, pointer_id: str, latest: str, group: str) -> Item:
        """Make `group` the latest one, if nobody else has founded another meanwhile."""
        item = {"id": {"S": pointer_id}, "group": {"S": group}}
        if not latest:
            return self._put(item, _IS_NEW)
        return self._put(
            item,
            "#group = :latest",
            ExpressionAttributeNames={"#group": "group"},
            ExpressionAttributeValues={":latest": {"S": latest}},
        )

    def _put(self, item: Item, condition: str, **rest: Any) -> Item:
        own = item | self._key(item["id"]["S"])
        return {"Put": {"TableName": self.table, "Item": own, "ConditionExpression": condition, **rest}}

    def _key(self, item_id: str) -> Item:
        return {"id": {"S": f"{self.channel}#{item_id}" if self.channel else item_id}}

    def _write(self, steps: Sequence[Item]) -> bool:
        """All or nothing; False if something of it has changed meanwhile."""
        client = self.client()
        try:
            client.transact_write_items(TransactItems=steps)
        except client.exceptions.TransactionCanceledException:
            return False
        return True

    def _read(self, item_id: str) -> Item | None:
        answer = self.client().get_item(TableName=self.table, Key=self._key(item_id), ConsistentRead=True)
        found: Item | None = answer.get("Item")
        return found

    def _message(self, key: str) -> AlertMessage:
        item = self._read(items.membership_id(key))
        if item is None:
            raise ConflictError(f"{key} is in a group but not a member")
        return items.message_of(item)
