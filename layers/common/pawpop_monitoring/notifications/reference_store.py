"""References in DynamoDB: one item for each alert and channel, replaced only in the version that was read."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.progress import REMEMBERED, Mark
from pawpop_monitoring.notifications.references import NOTHING, Claim, Reference


@dataclass(frozen=True, slots=True)
class DynamoReferences:
    """references.References in the table that Powertools keeps its records in; `client` answers boto3's."""

    client: Callable[[], Any]
    table: str
    clock: Clock

    def get(self, channel: str, alert_id: str) -> Reference:
        """Read consistently."""
        try:
            answer = self.client().get_item(TableName=self.table, Key=_key(channel, alert_id), ConsistentRead=True)
            return _reference(answer.get("Item"))
        except (BotoCoreError, ClientError, KeyError, ValueError) as error:
            raise _unavailable(error) from None

    def put(self, channel: str, alert_id: str, reference: Reference) -> bool:
        """One conditional write."""
        known = {"ConditionExpression": "attribute_not_exists(id)"}
        if reference.version:
            known = {
                "ConditionExpression": "version = :version",
                "ExpressionAttributeValues": {":version": {"N": str(reference.version)}},  # type: ignore[dict-item]
            }
        item = _key(channel, alert_id) | _attributes(reference) | self._expiration()
        try:
            self.client().put_item(TableName=self.table, Item=item, **known)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                return False
            raise _unavailable(error) from None
        except BotoCoreError as error:
            raise _unavailable(error) from None
        return True

    def _expiration(self) -> dict[str, Any]:
        return {"expiration": {"N": str(int((self.clock() + REMEMBERED).timestamp()))}}


def _key(channel: str, alert_id: str) -> dict[str, Any]:
    digest = hashlib.sha256(alert_id.encode("utf-8", "surrogatepass")).hexdigest()
    return {"id": {"S": f"reference#{channel}#{digest}"}}


def _attributes(reference: Reference) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "place": {"S": reference.place},
        "message": {"S": reference.id},
        "version": {"N": str(reference.version + 1)},
    }
    if reference.mark is not None:
        at = reference.mark.at.astimezone(UTC).isoformat()
        attributes |= {"said_at": {"S": at}, "said_sequence": {"N": str(reference.mark.sequence)}}
    if reference.claim is not None:
        begun_at = reference.claim.begun_at.astimezone(UTC).isoformat()
        attributes |= {"claim": {"S": reference.claim.key}, "claimed_at": {"S": begun_at}}
    return attributes


def _reference(item: Mapping[str, Any] | None) -> Reference:
    if item is None:
        return NOTHING
    said, claimed = item.get("said_at"), item.get("claim")
    return Reference(
        place=item["place"]["S"],
        id=item["message"]["S"],
        mark=Mark(datetime.fromisoformat(said["S"]), int(item["said_sequence"]["N"])) if said else None,
        claim=Claim(claimed["S"], datetime.fromisoformat(item["claimed_at"]["S"])) if claimed else None,
        version=int(item["version"]["N"]),
    )


def _unavailable(error: Exception) -> StoreUnavailableError:
    return StoreUnavailableError(f"Where an alert is told can't be looked up: {type(error).__name__}.")
