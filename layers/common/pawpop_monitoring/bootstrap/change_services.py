"""Wiring of what open pages ask all the time: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import os
from collections.abc import Callable
from typing import NamedTuple

from pawpop_monitoring.aws.json_service import AwsCallError
from pawpop_monitoring.aws.lean_clients import service
from pawpop_monitoring.bootstrap.clients import renewed_secret
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.http.tokens import TokenBook
from pawpop_monitoring.storage.change_mark import change_in, mark_key

_GUESSERS_PATIENCE_SECONDS = 60.0
_REVOKED_AFTER_SECONDS = 900.0
"""Each look at the secrets is paid for, and an hour holds twelve hundred questions. A token that was taken away learns
that much longer that something changed, and never what: whatever leads further asks the authorizer."""


class ChangeServices(NamedTuple):
    """`tokens` are the tokens of now; with True, those that were set within the last minute as well.

    `last_change` names the last change; StoreUnavailableError if that can't be read.
    """

    tokens: Callable[[bool], TokenBook]
    last_change: Callable[[], str]
    clock: Clock


def change_services() -> ChangeServices:
    """The services of this Lambda environment."""
    secret_id, table = os.environ["READERS_SECRET_ID"], os.environ["STANDBY_TABLE"]
    tables = service("dynamodb", json_version="1.0", attempts=2, timeout=1.0)

    def tokens(newest: bool) -> TokenBook:
        age = _GUESSERS_PATIENCE_SECONDS if newest else _REVOKED_AFTER_SECONDS
        return TokenBook.from_secret(renewed_secret(secret_id, age))

    def last_change() -> str:
        try:
            answer = tables.call("DynamoDB_20120810.GetItem", {"TableName": table, "Key": mark_key()})
        except AwsCallError as error:
            raise StoreUnavailableError(f"The mark can't be read: {error}") from None
        return change_in(answer.get("Item"))

    return ChangeServices(tokens, last_change, system_clock)
