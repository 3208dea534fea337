"""The last observation of each service, in DynamoDB: what is known while the monitored database is down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.storage.change_mark import ChangeMark
from pawpop_monitoring.storage.dynamo_errors import readable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoSnapshots:
    """One item per service in the DynamoDB table `table`; raises StoreUnavailableError when it can't be used.

    `mark` is renewed when a service is in another state than it was.
    """

    client: "Callable[[], DynamoDBClient]"
    table: str
    mark: ChangeMark | None = None

    def keep(self, record: HealthMetricRecord) -> None:
        """Remember `record` as the last of its service."""
        item = {"service": {"S": record.service}, "record": {"S": record.model_dump_json()}}
        try:
            answer = self.client().put_item(TableName=self.table, Item=item, ReturnValues="ALL_OLD")
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailableError(f"The snapshot can't be kept: {type(error).__name__}.") from None
        replaced = [answer["Attributes"]] if self.mark and "Attributes" in answer else []
        if self.mark and [known.status for known in readable(replaced, _record_in)] != [record.status]:
            self.mark.renew()

    def latest(self) -> Mapping[str, ServiceSnapshot]:
        """The last observation of each service."""
        try:
            items = self.client().scan(TableName=self.table)["Items"]
        except (BotoCoreError, ClientError) as error:
            raise StoreUnavailableError(f"The snapshots can't be read: {type(error).__name__}.") from None
        records = readable(items, _record_in)
        return {record.service: _snapshot_of(record) for record in records}


def _record_in(item: Mapping[str, Any]) -> HealthMetricRecord:
    return HealthMetricRecord.model_validate_json(item["record"]["S"])


def _snapshot_of(record: HealthMetricRecord) -> ServiceSnapshot:
    return ServiceSnapshot(
        service=record.service,
        status=record.status,
        last_check=record.observed_at,
        response_time=record.response_time,
        error_rate=record.error_rate,
        details=record.details,
    )
