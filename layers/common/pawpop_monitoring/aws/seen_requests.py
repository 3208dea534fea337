"""Signed requests that were here before: what comes once more is a replay, or a repetition."""

import hashlib
from collections import OrderedDict
from datetime import timedelta

from pawpop_monitoring.aws.json_service import AwsCallError, AwsService
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import StoreUnavailableError

_MOST_AT_HAND = 1000


class SeenRequests:
    """Those of the last `remembered`, by name: this environment's at hand, those of others in the table `name`.

    `kind` keeps names of one sender apart from those of another.
    """

    def __init__(self, table: AwsService, name: str, clock: Clock, *, kind: str, remembered: timedelta) -> None:
        self._table = table
        self._name = name
        self._clock = clock
        self._kind = kind
        self._remembered = remembered
        self._at_hand: OrderedDict[str, None] = OrderedDict()

    def is_new(self, request: str) -> bool:
        """True the first time; StoreUnavailableError if the table can't say what others have seen."""
        if request in self._at_hand:
            return False
        self._keep_at_hand(request)
        item, condition = self._item(request), "attribute_not_exists(id)"
        asked = {"TableName": self._name, "Item": item, "ConditionExpression": condition}
        try:
            self._table.call("DynamoDB_20120810.PutItem", asked)
        except AwsCallError as error:
            if error.answered and "ConditionalCheckFailed" in str(error):
                return False
            raise StoreUnavailableError(f"The table of requests can't be asked: {error}") from None
        return True

    def is_known(self, request: str) -> bool:
        """True if it was remembered; raises as `is_new` does."""
        if request in self._at_hand:
            return True
        asked = {"TableName": self._name, "Key": self._key(request), "ConsistentRead": True}
        try:
            return "Item" in self._table.call("DynamoDB_20120810.GetItem", asked)
        except AwsCallError as error:
            raise StoreUnavailableError(f"The table of requests can't be asked: {error}") from None

    def remember(self, request: str) -> None:
        """For what is sent again until it was taken: noted once it is; raises as `is_new` does."""
        self._keep_at_hand(request)
        try:
            self._table.call("DynamoDB_20120810.PutItem", {"TableName": self._name, "Item": self._item(request)})
        except AwsCallError as error:
            raise StoreUnavailableError(f"The table of requests can't be written: {error}") from None

    def _keep_at_hand(self, request: str) -> None:
        self._at_hand[request] = None
        if len(self._at_hand) > _MOST_AT_HAND:
            self._at_hand.popitem(last=False)

    def _item(self, request: str) -> dict[str, dict[str, str]]:
        expires = int((self._clock() + self._remembered).timestamp())
        return {**self._key(request), "expiration": {"N": str(expires)}}

    def _key(self, request: str) -> dict[str, dict[str, str]]:
        digest = hashlib.sha256(request.encode("utf-8", "surrogatepass")).hexdigest()
        return {"id": {"S": f"{self._kind}#{digest}"}}
