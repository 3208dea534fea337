"""Reviews of months, in a DynamoDB table: each made once, and marked once the queue took it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pawpop_monitoring.contracts.review import KeptReview, Review
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.dynamo_errors import as_store_errors, readable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KIND = "review"
_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamoReviews:
    """Implements checks.trends.review.port.ReviewStore; StoreUnavailableError when `table` can't be used."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def of(self, month: str) -> KeptReview | None:
        """Read consistently, since whoever asks may be about to send it."""
        with as_store_errors():
            item = self.client().get_item(TableName=self.table, Key=_key(month), ConsistentRead=True).get("Item")
            return _kept(item) if item else None

    def keep(self, review: Review) -> KeptReview:
        """One conditional put: of two that make it at once, the first one's stays."""
        item = _key(review.month) | {
            "review": {"S": review.model_dump_json()},
            "expiration": {"N": str(int((review.made_at + _KEPT).timestamp()))},
        }
        with as_store_errors():
            client = self.client()
            try:
                client.put_item(TableName=self.table, Item=item, ConditionExpression="attribute_not_exists(kind)")
            except client.exceptions.ConditionalCheckFailedException:
                pass
            else:
                return KeptReview(review)
        return self.of(review.month) or _gone(review.month)

    def hand_over(self, month: str) -> None:
        """One update, which never makes an item."""
        with as_store_errors():
            self.client().update_item(
                TableName=self.table,
                Key=_key(month),
                UpdateExpression="SET handed_over = :true",
                ConditionExpression="attribute_exists(kind)",
                ExpressionAttributeValues={":true": {"BOOL": True}},
            )

    def latest(self) -> Review | None:
        """That of the last month that has one; None as well where only another release can read it."""
        with as_store_errors():
            found = self.client().query(
                TableName=self.table,
                KeyConditionExpression="kind = :kind",
                ExpressionAttributeValues={":kind": {"S": _KIND}},
                ScanIndexForward=False,
                Limit=1,
            )
            return next(readable(found["Items"], lambda item: _kept(item).review), None)


def _key(month: str) -> dict[str, Any]:
    return {"kind": {"S": _KIND}, "name": {"S": month}}


def _kept(item: Mapping[str, Any]) -> KeptReview:
    return KeptReview(Review.model_validate_json(item["review"]["S"]), item.get("handed_over", {}).get("BOOL", False))


def _gone(month: str) -> KeptReview:
    raise StoreUnavailableError(f"The review of {month} was there a moment ago, and is not any more.")
