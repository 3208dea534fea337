"""Exactly once to a person, out of a queue that delivers at least once.

What happens at each point where a process can die:

- before the in-progress record is written: nothing happened; the next copy starts afresh.
- after that, before the provider answered: the record locks the key until this invocation's own deadline,
  which lies before the message becomes visible again. The next copy sends under the same provider key, so
  a provider that did accept the first request does not send a second mail (Resend remembers 24 h).
- after the provider accepted, before the record is completed: the same.
- after the record is completed: for seven days every copy is recognised, and no request is made.

Two copies at the same moment: one writes the record, the other finds it and comes back later.
With DynamoDB out of reach the message is sent all the same: late is worse than relying on the provider's
own deduplication alone.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig, idempotent_function
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyInconsistentStateError,
    IdempotencyPersistenceLayerError,
)
from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.notifier import Notifier

_logger = logging.getLogger(__name__)
_REMEMBERED = timedelta(days=7)


@dataclass(slots=True)
class _Attempt:
    """One call of the notifier that remembers whether it was made and how it ended."""

    notifier: Notifier
    message: AlertMessage
    number: int
    receipt: Receipt | None = None
    error: Exception | None = None

    def run(self, *, key: str) -> dict[str, str | None]:
        """Deliver; what is returned is kept with the key, for people who look into the table."""
        try:
            self.receipt = self.notifier.deliver(self.message, self.number)
        except Exception as error:
            self.error = error
            raise
        return {"key": key, "providerId": self.receipt.provider_id}


@dataclass(frozen=True, slots=True)
class DeliverOnce:
    """Guards the notifier with the Powertools Idempotency utility, keyed on the mail."""

    notifier: Notifier
    persistence: BasePersistenceLayer

    def deliver(self, message: AlertMessage, attempt: int, context: LambdaContext) -> Outcome:
        """DELIVERED, ALREADY_DELIVERED or IN_PROGRESS; raises what the notifier raises."""
        this = _Attempt(self.notifier, message, attempt)
        guarded = idempotent_function(
            this.run,
            data_keyword_argument="key",
            persistence_store=self.persistence,
            config=_config(context),
            key_prefix=self.notifier.channel.name,
        )
        try:
            guarded(key=message.mail_key)
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError):
            return Outcome.IN_PROGRESS
        except IdempotencyPersistenceLayerError as error:
            _without_store(this, error)
        return Outcome.ALREADY_DELIVERED if this.receipt is None else Outcome.DELIVERED


def _without_store(this: _Attempt, error: IdempotencyPersistenceLayerError) -> None:
    if this.error is not None:
        raise this.error from error
    if this.receipt is not None:
        raise RetryableDeliveryError(
            f"{this.message.mail_key} was sent but could not be marked as sent; the next attempt repeats it under "
            "the same key, which sends nothing twice"
        ) from error
    _logger.error("deduplication store out of reach, relying on the provider's: %s", error)
    this.run(key=this.message.mail_key)


def _config(context: LambdaContext) -> IdempotencyConfig:
    return IdempotencyConfig(
        expires_after_seconds=int(_REMEMBERED.total_seconds()),
        hash_function="sha256",
        lambda_context=context,
    )
