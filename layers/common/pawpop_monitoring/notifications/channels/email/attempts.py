"""What is known of the attempts to send one mail, and whether a second provider may take over.

Resend knows a mail by its key, Amazon SES has no such thing: a mail that both accept is two mails. So SES may
only get what Resend has certainly not taken: no connection, or an answer that says no. After a time-out, a
lost answer or a killed process nobody knows, and the mail stays with Resend, whose key makes a repetition
harmless. That lasts for the 24 hours that Resend remembers keys; after them a repetition there could double
as well, and then a mail that comes twice is better than one that never comes.

SES itself gets a mail once unless it says no. If its answer is lost, the mail goes on with Resend, at the
price of a second mail in that one case: two providers failing one after the other, the second without a word.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel

_RESEND_REMEMBERS = timedelta(hours=24)
_KEPT = timedelta(days=15)
"""One day longer than the queue keeps a message."""


class Attempts(WireModel):
    """`pending_at` is when an attempt began whose end is not noted; it may have come to anything."""

    pending_at: UtcDatetime | None = None
    undecided_at: UtcDatetime | None = None
    refused_since: UtcDatetime | None = None
    given_to_second: bool = False

    def begun(self, now: datetime) -> Self:
        """Before a request to the first provider: an earlier one without an end stays undecided."""
        return self.model_copy(update={"undecided_at": self.pending_at or self.undecided_at, "pending_at": now})

    def refused(self, now: datetime) -> Self:
        """After the first provider certainly did not take it."""
        return self.model_copy(update={"pending_at": None, "refused_since": self.refused_since or now})

    def wait(self, now: datetime, patience: timedelta) -> timedelta | None:
        """How long until the second provider may get it; None if not for now."""
        undecided = self.undecided_at is not None and now - self.undecided_at < _RESEND_REMEMBERS
        if self.given_to_second or undecided or self.pending_at is not None or self.refused_since is None:
            return None
        return max(timedelta(0), self.refused_since + patience - now)


class AttemptLog(Protocol):
    """Keeps `Attempts` by the key of the mail, away from the monitored database; raises if it can't."""

    def load(self, key: str) -> Attempts:
        """What is known; nothing yet for a new key."""
        ...

    def save(self, key: str, attempts: Attempts, now: datetime) -> None:
        """Remember; nobody else writes this key meanwhile, since deliveries are guarded by it."""
        ...


@dataclass(frozen=True, slots=True)
class DynamoAttemptLog:
    """In the table that Powertools keeps its records in, next to them; `client` answers the boto3 client."""

    client: Callable[[], Any]
    table: str

    def load(self, key: str) -> Attempts:
        """What is known, read consistently."""
        item = self.client().get_item(TableName=self.table, Key=_key(key), ConsistentRead=True).get("Item")
        return Attempts.model_validate_json(item["attempts"]["S"]) if item else Attempts()

    def save(self, key: str, attempts: Attempts, now: datetime) -> None:
        """Remember for as long as the message may come back."""
        expiration = {"N": str(int((now + _KEPT).timestamp()))}
        self.client().put_item(
            TableName=self.table,
            Item={**_key(key), "attempts": {"S": attempts.model_dump_json()}, "expiration": expiration},
        )


def _key(key: str) -> dict[str, Any]:
    return {"id": {"S": f"attempts#{hashlib.sha256(key.encode()).hexdigest()}"}}
