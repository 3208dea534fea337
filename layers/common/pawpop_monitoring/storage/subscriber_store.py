"""Subscribers of the public status page, and what they were told, in its DynamoDB table.

Whoever did not confirm within a day is forgotten, and so is whoever unsubscribes: nothing is kept of either.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pawpop_monitoring.domain.subscriber import Subscriber
from pawpop_monitoring.storage.dynamo_errors import as_store_errors
from pawpop_monitoring.storage.partition import items_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SUBSCRIBERS, _TOLD, _COUNTS = "subscriber", "told", "count"
_TO_CONFIRM = timedelta(days=1)
_BETWEEN_ASKS = timedelta(minutes=10)
_MOST_ASKS = 3
_TOLD_KEPT, _COUNTS_KEPT = timedelta(days=30), timedelta(days=2)

_MAY_ASK = (
    "attribute_not_exists(kind) OR asked_by = :by "
    "OR (attribute_not_exists(confirmed_at) AND asks < :most AND asked_at < :ago)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoSubscriberStore:
    """The DynamoDB table `table`; StoreUnavailableError if it is out of reach."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def find(self, subscriber: str, now: datetime) -> Subscriber | None:
        """Whoever has that id, confirmed or asked less than a day ago."""
        with as_store_errors():
            item = self.client().get_item(TableName=self.table, Key=_key(_SUBSCRIBERS, subscriber)).get("Item")
            return _subscriber_of(item) if item and not _is_over(item, now) else None

    def confirmed(self) -> Sequence[Subscriber]:
        """All who confirmed, each address once."""
        with as_store_errors():
            known = [_subscriber_of(item) for item in items_of(self.client(), self.table, "kind", _SUBSCRIBERS)]
        return list({each.address.casefold(): each for each in known if each.is_confirmed}.values())

    def ask(self, subscriber: str, address: str, by: str, now: datetime) -> bool:
        """Note that an address is to be asked; False if it is in the list, or was asked just now or too often.

        The request `by` which it was asked may come again.
        """
        values = {
            ":by": {"S": by},
            ":most": {"N": str(_MOST_ASKS)},
            ":ago": {"S": (now - _BETWEEN_ASKS).isoformat()},
            ":address": {"S": address},
            ":now": {"S": now.isoformat()},
            ":expiration": _seconds(now + _TO_CONFIRM),
            ":one": {"N": "1"},
        }
        change = "SET address = :address, asked_at = :now, asked_by = :by, expiration = :expiration ADD asks :one"
        return self._updated(_key(_SUBSCRIBERS, subscriber), change, _MAY_ASK, values)

    def confirm(self, subscriber: str, now: datetime) -> bool:
        """Put whoever was asked on the list; False if nobody of that id was."""
        change = "SET confirmed_at = if_not_exists(confirmed_at, :now) REMOVE expiration"
        return self._updated(
            _key(_SUBSCRIBERS, subscriber), change, "attribute_exists(address)", {":now": {"S": now.isoformat()}}
        )

    def remove(self, subscriber: str) -> None:
        """Forget them."""
        with as_store_errors():
            self.client().delete_item(TableName=self.table, Key=_key(_SUBSCRIBERS, subscriber))

    def told(self, note: str) -> Collection[str]:
        """The ids of those who were told of a note."""
        with as_store_errors():
            key = _key(_TOLD, note)
            found = self.client().get_item(TableName=self.table, Key=key, ConsistentRead=True).get("Item")
            return frozenset(found["ids"]["SS"]) if found else frozenset()

    def tell(self, note: str, subscriber: str, now: datetime) -> None:
        """Remember that a mail was accepted."""
        values = {":id": {"SS": [subscriber]}, ":expiration": _seconds(now + _TOLD_KEPT)}
        self._updated(_key(_TOLD, note), "ADD ids :id SET expiration = :expiration", None, values)

    def count(self, what: str, now: datetime, most: int | None = None) -> bool:
        """Count one more of today; False if there were `most` already."""
        limit = {} if most is None else {":most": {"N": str(most)}}
        values = {":one": {"N": "1"}, ":expiration": _seconds(now + _COUNTS_KEPT), **limit}
        condition = None if most is None else "attribute_not_exists(times) OR times < :most"
        change = "ADD times :one SET expiration = :expiration"
        return (most is None or most > 0) and self._updated(_today(what, now), change, condition, values)

    def counted(self, what: str, now: datetime) -> int:
        """How many of today (UTC) there were."""
        with as_store_errors():
            found = self.client().get_item(TableName=self.table, Key=_today(what, now)).get("Item")
            return int(found["times"]["N"]) if found else 0

    def _updated(self, key: dict[str, Any], change: str, condition: str | None, values: dict[str, Any]) -> bool:
        client = self.client()
        given: Any = {"ConditionExpression": condition} if condition else {}
        with as_store_errors():
            try:
                client.update_item(
                    TableName=self.table, Key=key, UpdateExpression=change, ExpressionAttributeValues=values, **given
                )
            except client.exceptions.ConditionalCheckFailedException:
                return False
        return True


def _subscriber_of(item: Any) -> Subscriber:
    return Subscriber(item["name"]["S"], item["address"]["S"], "confirmed_at" in item)


def _is_over(item: Any, now: datetime) -> bool:
    """DynamoDB drops what has expired hours later."""
    return "expiration" in item and int(item["expiration"]["N"]) <= now.timestamp()


def _today(what: str, now: datetime) -> dict[str, Any]:
    return _key(_COUNTS, f"{what} {now.astimezone(UTC).date().isoformat()}")


def _key(kind: str, name: str) -> dict[str, Any]:
    return {"kind": {"S": kind}, "name": {"S": name}}


def _seconds(at: datetime) -> dict[str, str]:
    return {"N": str(int(at.timestamp()))}
