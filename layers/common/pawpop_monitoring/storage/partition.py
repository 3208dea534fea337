"""All items of one partition of a DynamoDB table."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def items_of(client: "DynamoDBClient", table: str, key: str, value: str) -> Iterator[Mapping[str, Any]]:
    """Those whose partition `key` is `value`, in the order of the sort key; pages are asked for as they are used up."""
    pages = client.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression=f"{key} = :{key}",
        ExpressionAttributeValues={f":{key}": {"S": value}},
    )
    for page in pages:
        yield from page["Items"]
