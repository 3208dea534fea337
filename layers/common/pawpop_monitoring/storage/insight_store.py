"""What the check of trends found last, in a DynamoDB table: reads of it need no database and look back on nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.storage.dynamo_errors import as_store_errors, readable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY: dict[str, Any] = {"kind": {"S": "insights"}, "name": {"S": "insights"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoInsights:
    """One item of the DynamoDB table `table`; raises StoreUnavailableError when it can't be used."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def keep(self, insights: Insights) -> None:
        """In place of what was found before."""
        with as_store_errors():
            self.client().put_item(TableName=self.table, Item=_KEY | {"found": {"S": insights.model_dump_json()}})

    def latest(self) -> Insights:
        """What was found last; that nothing was looked at yet where nothing is kept, or only by another release."""
        with as_store_errors():
            item = self.client().get_item(TableName=self.table, Key=_KEY).get("Item")
        found = readable([item] if item else [], lambda each: Insights.model_validate_json(each["found"]["S"]))
        return next(iter(found), Insights())
