"""The mark of the last change: one item that is written anew whenever what an open page shows has changed.

Whoever wants to know whether anything is new reads this item, half a read unit, and not the tables.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MARK = "#mark"
"""A partition of the standby table that no service can have; it has this one item."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMark:
    """The mark in the DynamoDB table `table`; `client` answers the boto3 client, made once."""

    client: "Callable[[], DynamoDBClient]"
    table: str

    def renew(self) -> None:
        """Say that something changed, after it did. A page that does not hear of it looks a little later anyway."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  who only reads it does without

        item = {**mark_key(), "change": {"S": uuid4().hex}}
        try:
            self.client().put_item(TableName=self.table, Item=item)
        except (BotoCoreError, ClientError) as error:
            _logger.warning("open pages will hear of a change a little later: %s", type(error).__name__)


def mark_key() -> dict[str, Any]:
    """Where it is kept."""
    return {"service": {"S": MARK}, "fingerprint": {"S": MARK}}


def change_in(item: Mapping[str, Any] | None) -> str:
    """What the item says; an empty text while nothing ever changed."""
    return str((item or {}).get("change", {}).get("S", ""))
