"""Silences, in the DynamoDB table that outlives the monitored database.

They lie in the table of the standby store, under a `service` that no service can have. DynamoDB drops them
a while after their end.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.storage.change_mark import ChangeMark
from pawpop_monitoring.storage.dynamo_errors import as_store_errors, readable
from pawpop_monitoring.storage.partition import items_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SILENCES = "#silence"
"""The partition of the table that holds them."""

_KEPT_AFTER_END = timedelta(days=30)
_SILENCE: TypeAdapter[Silence] = TypeAdapter(Silence)


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoSilenceStore:
    """alerting.ports.SilenceStore on the DynamoDB table `table`; `client` answers the boto3 client, made once."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def all(self) -> Sequence[Silence]:
        """Every silence that is kept, the latest to start first."""
        with as_store_errors():
            items = items_of(self.client(), self.table, "service", SILENCES)
            silences = list(readable(items, lambda item: _SILENCE.validate_json(item["silence"]["S"])))
        return sorted(silences, key=lambda silence: silence.starts_at, reverse=True)

    def put(self, silence: Silence) -> None:
        """Keep `silence`, in place of an earlier one of its id."""
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=_item_of(silence))
        ChangeMark(client=self.client, table=self.table).renew()


def _item_of(silence: Silence) -> Mapping[str, Any]:
    return {
        "service": {"S": SILENCES},
        "fingerprint": {"S": silence.id},
        "silence": {"S": _SILENCE.dump_json(silence).decode()},
        "expiration": {"N": str(int((silence.ends_at + _KEPT_AFTER_END).timestamp()))},
    }
