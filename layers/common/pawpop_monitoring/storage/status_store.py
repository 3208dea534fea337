"""What the public status page knows without Postgres: incidents, and a copy of the days, in a DynamoDB table.

An item is keyed by `kind` and `name`. The table is its own, since the standby's is read whole at each check.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from pawpop_monitoring.domain.day_record import DayRecord
from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.domain.public_incident import Incident
from pawpop_monitoring.storage.dynamo_errors import as_store_errors, readable
from pawpop_monitoring.storage.partition import items_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_INCIDENTS, _DAYS = "incident", "days"
_KEPT_AFTER_UPDATE = timedelta(days=365)
_INCIDENT: TypeAdapter[Incident] = TypeAdapter(Incident)


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoStatusStore:
    """The DynamoDB table `table`; `client` answers the boto3 client. StoreUnavailableError if it is out of reach."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def incidents(self) -> Sequence[Incident]:
        """Those of the last year, the latest to begin first."""
        with as_store_errors():
            items = list(items_of(self.client(), self.table, "kind", _INCIDENTS))
        found = readable(items, lambda item: _INCIDENT.validate_json(item["incident"]["S"]))
        return sorted(found, key=lambda incident: (incident.started_at, incident.id), reverse=True)

    def put_incident(self, incident: Incident, before: Incident | None) -> None:
        """Keep `incident` in place of `before`; ConflictError if somebody changed it meanwhile."""
        item = {
            **_key(_INCIDENTS, incident.id),
            "incident": {"S": _INCIDENT.dump_json(incident).decode()},
            "updates": {"N": str(len(incident.updates))},
            "expiration": {"N": str(int((incident.updated_at + _KEPT_AFTER_UPDATE).timestamp()))},
        }
        unchanged = "updates = :before" if before else "attribute_not_exists(kind)"
        values = {":before": {"N": str(len(before.updates))}} if before else {}
        with as_store_errors():
            self._put(item, unchanged, values)

    def days(self) -> Sequence[DayRecord]:
        """The copy; nothing if none was made yet."""
        with as_store_errors():
            found = self.client().get_item(TableName=self.table, Key=_key(_DAYS, _DAYS)).get("Item")
            return _days_of(from_json(found["days"]["S"])) if found else ()

    def put_days(self, records: Sequence[DayRecord], now: datetime) -> None:
        """Keep a copy of them, made `now`."""
        item = {**_key(_DAYS, _DAYS), "days": {"S": _text_of(records)}, "made_at": {"S": now.isoformat()}}
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=item)

    def _put(self, item: dict[str, Any], condition: str, values: dict[str, Any]) -> None:
        client = self.client()
        given: Any = {"ExpressionAttributeValues": values} if values else {}
        try:
            client.put_item(TableName=self.table, Item=item, ConditionExpression=condition, **given)
        except client.exceptions.ConditionalCheckFailedException:
            raise ConflictError("Somebody else changed this incident meanwhile; look at it again.") from None


def _key(kind: str, name: str) -> dict[str, Any]:
    return {"kind": {"S": kind}, "name": {"S": name}}


def _text_of(records: Sequence[DayRecord]) -> str:
    """By service, as numbers alone: thousands of days fit into an item."""
    services: dict[str, list[tuple[int, int, int, int]]] = {}
    for each in records:
        numbers = (each.day.toordinal(), round(each.up), round(each.down), round(each.trouble))
        services.setdefault(each.service, []).append(numbers)
    return to_json(services).decode()


def _days_of(services: Mapping[str, Sequence[Sequence[int]]]) -> Sequence[DayRecord]:
    return [
        DayRecord(service=service, day=date.fromordinal(day), up=up, down=down, trouble=trouble)
        for service, days in services.items()
        for day, up, down, trouble in days
    ]
