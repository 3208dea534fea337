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

from pawpop_monitoring.domain.backoff import delay_seconds
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Rest, Verdict, Wait

_logger = logging.getLogger(__name__)
_REMEMBERED = timedelta(days=7)


class _NotToldError(Exception):
    """Keeps Powertools from noting as done what was not."""


@dataclass(slots=True)
class _Attempt:
    """One run of the stages that follow, which remembers whether it was made and how it ended."""

    rest: Rest
    verdict: Verdict | None = None
    error: Exception | None = None

    def run(self, *, key: str) -> dict[str, str]:
        """Deliver; what is returned is kept with the key, for people who look into the table."""
        try:
            self.verdict = self.rest()
        except Exception as error:
            self.error = error
            raise
        if not isinstance(self.verdict, Go):
            raise _NotToldError
        return {"key": key}

    def outcome(self) -> Verdict:
        """How it ended; of what was never run, that it was told before."""
        if self.error is not None:
            raise self.error
        return self.verdict or Drop("it was told before", Outcome.ALREADY_DELIVERED)


@dataclass(frozen=True, slots=True)
class Once:
    """Guards what follows with the Powertools Idempotency utility, keyed on the mail and the name of the channel."""

    channel: str
    persistence: BasePersistenceLayer

    def __call__(self, parcel: Parcel) -> Verdict:
        """Go on under the guard."""
        return Go(parcel, within=lambda rest: self.guarded(parcel.message.mail_key, parcel, rest))

    def guarded(self, key: str, parcel: Parcel, rest: Rest) -> Verdict:
        """What `rest` says, which runs once for each `key`."""
        this = _Attempt(rest)
        once = idempotent_function(
            this.run,
            data_keyword_argument="key",
            persistence_store=self.persistence,
            config=_config(parcel.context),
            key_prefix=self.channel,
        )
        try:
            once(key=key)
        except _NotToldError:
            pass
        except (IdempotencyAlreadyInProgressError, IdempotencyInconsistentStateError):
            return _again(parcel, "another copy is being told", Outcome.IN_PROGRESS)
        except IdempotencyPersistenceLayerError as error:
            return _without_store(this, parcel, error)
        return this.outcome()


def _without_store(this: _Attempt, parcel: Parcel, error: IdempotencyPersistenceLayerError) -> Verdict:
    if isinstance(this.verdict, Go):
        why = "it was sent but could not be marked as sent; a repetition under the same key sends nothing twice"
        return _again(parcel, why, Outcome.FAILED)
    if this.verdict is None and this.error is None:
        _logger.error("deduplication store out of reach, relying on the provider's: %s", error)
        return this.rest()
    return this.outcome()


def _again(parcel: Parcel, why: str, outcome: Outcome) -> Wait:
    return Wait(parcel.now + timedelta(seconds=delay_seconds(parcel.attempt)), why, outcome)


def _config(context: LambdaContext) -> IdempotencyConfig:
    return IdempotencyConfig(
        expires_after_seconds=int(_REMEMBERED.total_seconds()),
        hash_function="sha256",
        lambda_context=context,
    )
