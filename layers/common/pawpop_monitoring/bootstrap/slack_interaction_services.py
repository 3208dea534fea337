"""Wiring of slack_interaction: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import timedelta

from pawpop_monitoring.aws.json_service import AwsCallError, AwsService
from pawpop_monitoring.aws.lean_clients import cached_secret, service
from pawpop_monitoring.aws.lean_queue import SqsSender
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import ConfigurationError, SecretMissingError, StoreUnavailableError
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices

_FORGERS_PATIENCE_SECONDS = 60.0
"""Anybody may send a wrong signature; so often they make us ask for the secret."""
_REMEMBERED = timedelta(minutes=10)
"""Twice as long as a signature is taken."""
_MOST_AT_HAND = 1000
_SECONDS = 1.0
"""Of the three that Slack waits: each of two stores may take so long, and the queue twice."""


def slack_interaction_services() -> SlackInteractionServices:
    """The services of this Lambda environment."""
    secret = cached_secret(os.environ["SLACK_SIGNING_SECRET_ID"])
    table = service("dynamodb", json_version="1.0", attempts=1, timeout=_SECONDS)
    seen = SeenRequests(table, os.environ["IDEMPOTENCY_TABLE"], system_clock)
    queue = SqsSender(service("sqs", json_version="1.0", attempts=2, timeout=_SECONDS), os.environ["SLACK_QUEUE_URL"])
    return SlackInteractionServices(
        signing_secrets=lambda: signing_secrets(secret),
        renewed_signing_secrets=lambda: signing_secrets(lambda: secret.renewed(_FORGERS_PATIENCE_SECONDS)),
        is_new=seen.is_new,
        hand_on=lambda press: handed_on(queue, press),
        clock=system_clock,
    )


def signing_secrets(secret: Callable[[], str]) -> Sequence[str]:
    """Those in `…,…`; several while one is rotated, never none."""
    try:
        secrets = [part.strip() for part in secret().split(",") if part.strip()]
    except SecretMissingError:
        secrets = []
    if not secrets:
        raise ConfigurationError("Set SlackSigningSecret to the signing secret of the app at Slack.")
    return secrets


def handed_on(queue: SqsSender, press: str) -> None:
    """Queue it, or raise StoreUnavailableError."""
    try:
        queue.send([press])
    except AwsCallError as error:
        raise StoreUnavailableError(f"The queue does not take a press: {error}") from None


class SeenRequests:
    """Signatures of the last ten minutes: those of this environment at hand, those of others in the table."""

    def __init__(self, table: AwsService, name: str, clock: Clock) -> None:
        self._table = table
        self._name = name
        self._clock = clock
        self._at_hand: OrderedDict[str, None] = OrderedDict()

    def is_new(self, signature: str) -> bool:
        """True the first time; StoreUnavailableError if the table can't say what others have seen."""
        if signature in self._at_hand:
            return False
        self._at_hand[signature] = None
        if len(self._at_hand) > _MOST_AT_HAND:
            self._at_hand.popitem(last=False)
        return self._is_new_to_all(signature)

    def _is_new_to_all(self, signature: str) -> bool:
        now = self._clock()
        item = {
            "id": {"S": f"slack-request#{hashlib.sha256(signature.encode()).hexdigest()}"},
            "expiration": {"N": str(int((now + _REMEMBERED).timestamp()))},
        }
        request = {"TableName": self._name, "Item": item, "ConditionExpression": "attribute_not_exists(id)"}
        try:
            self._table.call("DynamoDB_20120810.PutItem", request)
        except AwsCallError as error:
            if error.answered and "ConditionalCheckFailed" in str(error):
                return False
            raise StoreUnavailableError(f"The table of requests can't be asked: {error}") from None
        return True
