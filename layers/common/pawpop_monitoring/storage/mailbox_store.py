"""Mailboxes that are known to get nothing, the parts of a mail that were accepted, and the mails of a day, in DynamoDB.

They lie in the standby table, under a `service` that no service can have. A lost mailbox is forgotten after a week, so
that one that was put right is tried again.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.storage.dynamo_errors import as_store_errors
from pawpop_monitoring.storage.partition import items_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MAILBOXES, PARTS, SPENT = "#mailbox", "#parts", "#spent"
"""The partitions of the table that hold them."""
_LOST_FOR = timedelta(days=7)
_SPENT_KEPT = timedelta(days=2)
_PARTS_KEPT = timedelta(days=15)
"""One day longer than the queue keeps a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoMailboxStore:
    """parts.Mailboxes on the DynamoDB table `table`; StoreUnavailableError if it is out of reach."""

    client: "Callable[[], DynamoDBClient]"
    table: str
    clock: Clock

    def lost(self) -> Sequence[LostMailbox]:
        """Those known of within a week, by address."""
        with as_store_errors():
            known = [_mailbox_of(item) for item in items_of(self.client(), self.table, "service", MAILBOXES)]
        return [mailbox for mailbox in known if mailbox.since > self.clock() - _LOST_FOR]

    def lose(self, address: str, why: str, *, refused: bool = False) -> None:
        """Remember that `address` gets nothing."""
        now = self.clock()
        item = {
            **_key(MAILBOXES, address.casefold()),
            "why": {"S": why},
            "since": {"S": now.isoformat()},
            "refused": {"BOOL": refused},
            "expiration": _expiration(now + _LOST_FOR),
        }
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=item)

    def forget(self, address: str) -> None:
        """Mails arrive at `address` again."""
        with as_store_errors():
            self.client().delete_item(TableName=self.table, Key=_key(MAILBOXES, address.casefold()))

    def accepted(self, key: str) -> Collection[str]:
        """The parts of the mail with this key that were accepted."""
        with as_store_errors():
            found = self.client().get_item(TableName=self.table, Key=_parts_of(key), ConsistentRead=True).get("Item")
        return frozenset(found["parts"]["SS"]) if found else frozenset()

    def accept(self, key: str, part: str) -> None:
        """Remember that a part was accepted."""
        with as_store_errors():
            self.client().update_item(
                TableName=self.table,
                Key=_parts_of(key),
                UpdateExpression="ADD parts :part SET expiration = :expiration",
                ExpressionAttributeValues={
                    ":part": {"SS": [part]},
                    ":expiration": _expiration(self.clock() + _PARTS_KEPT),
                },
            )

    def spent(self) -> int:
        """Mails that were accepted today (UTC), each recipient counted."""
        with as_store_errors():
            found = self.client().get_item(TableName=self.table, Key=self._today()).get("Item")
        return int(found["mails"]["N"]) if found else 0

    def spend(self, mails: int) -> None:
        """Count mails that were accepted."""
        with as_store_errors():
            self.client().update_item(
                TableName=self.table,
                Key=self._today(),
                UpdateExpression="ADD mails :mails SET expiration = :expiration",
                ExpressionAttributeValues={
                    ":mails": {"N": str(mails)},
                    ":expiration": _expiration(self.clock() + _SPENT_KEPT),
                },
            )

    def _today(self) -> dict[str, Any]:
        return _key(SPENT, self.clock().astimezone(UTC).date().isoformat())


def _mailbox_of(item: Any) -> LostMailbox:
    return LostMailbox(
        address=item["fingerprint"]["S"],
        why=item["why"]["S"],
        since=datetime.fromisoformat(item["since"]["S"]),
        refused=item["refused"]["BOOL"],
    )


def _parts_of(key: str) -> dict[str, Any]:
    return _key(PARTS, hashlib.sha256(key.encode()).hexdigest())


def _key(service: str, fingerprint: str) -> dict[str, Any]:
    return {"service": {"S": service}, "fingerprint": {"S": fingerprint}}


def _expiration(at: datetime) -> dict[str, Any]:
    return {"N": str(int(at.timestamp()))}
