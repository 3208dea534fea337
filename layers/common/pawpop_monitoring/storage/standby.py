"""The copy of what is open, in DynamoDB, which does not depend on the monitored database.

An item is keyed by `service` and `fingerprint`. It holds the alert as first put, as JSON, and beside it the
two numbers that are counted up, so that counting is one atomic update.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.storage.dynamo_errors import as_store_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_COUNT = "SET alert = if_not_exists(alert, :alert), id = if_not_exists(id, :id), last_seen = :seen ADD occurrences :one"


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoStandbyStore:
    """alerting.ports.StandbyStore on the DynamoDB table `table`; `client` answers the boto3 client, made once."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        """All open alerts, of one service or of all, newest first."""
        with as_store_errors():
            alerts = [_alert_of(item) for item in self._items(service)]
        return sorted(alerts, key=lambda alert: (alert.timestamp, alert.id), reverse=True)

    def put(self, alert: Alert) -> None:
        """Keep `alert` as the open one of its fingerprint."""
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=_item_of(alert))

    def count(self, alert: Alert, finding: Finding) -> Alert:  # noqa: ARG002 - all copies of a message must be alike
        """Count one more bad check, starting from `alert` if none is open; the open alert after it."""
        item = _item_of(alert)
        with as_store_errors():
            answer = self.client().update_item(
                TableName=self.table,
                Key=_key_of(alert),
                UpdateExpression=_COUNT,
                ExpressionAttributeValues={
                    ":alert": item["alert"],
                    ":id": item["id"],
                    ":seen": item["last_seen"],
                    ":one": {"N": "1"},
                },
                ReturnValues="ALL_NEW",
            )
            return _alert_of(answer["Attributes"])

    def forget(self, alert: Alert) -> None:
        """Drop the open alert of this fingerprint if it is this very one."""
        with as_store_errors():
            client = self.client()
            try:
                client.delete_item(
                    TableName=self.table,
                    Key=_key_of(alert),
                    ConditionExpression="id = :id",
                    ExpressionAttributeValues={":id": {"S": alert.id}},
                )
            except client.exceptions.ConditionalCheckFailedException:
                return

    def _items(self, service: str | None) -> Iterator[Mapping[str, Any]]:
        client = self.client()
        if service is None:
            pages = client.get_paginator("scan").paginate(
                TableName=self.table, FilterExpression="attribute_exists(alert)"
            )
            return (item for page in pages for item in page["Items"])
        found = client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="service = :service",
            ExpressionAttributeValues={":service": {"S": service}},
        )
        return (item for page in found for item in page["Items"])


def _key_of(alert: Alert) -> dict[str, Any]:
    return {"service": {"S": alert.service}, "fingerprint": {"S": alert.fingerprint}}


def _item_of(alert: Alert) -> dict[str, Any]:
    return _key_of(alert) | {
        "id": {"S": alert.id},
        "alert": {"S": AlertSnapshot.of(alert).model_dump_json()},
        "occurrences": {"N": str(alert.occurrences)},
        "last_seen": {"S": alert.last_seen.isoformat()},
    }


def _alert_of(item: Mapping[str, Any]) -> Alert:
    alert = AlertSnapshot.model_validate_json(item["alert"]["S"]).to_alert()
    return replace(
        alert,
        occurrences=int(item["occurrences"]["N"]),
        last_seen=datetime.fromisoformat(item["last_seen"]["S"]),
    )
