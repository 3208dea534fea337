"""The turn of one attempt, for providers without an idempotency key of their own.

An attempt is noted before the provider is asked, and what came of it afterwards. Whoever finds a note without an end
knows that something may have been posted: it looks before it repeats, and not before the other attempt must have
ended and whatever it sent has arrived.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import DeliveryError, RetryableDeliveryError, StoreUnavailableError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.progress import Mark
from pawpop_monitoring.notifications.references import NOTHING, Claim, Reference, References

_logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=20)
"""Longer than an attempt, and than a provider needs to show what it took without an answer."""
_A_MOMENT = 2.0


class Claimant(Protocol):
    """A notification of a channel that edits what it told."""

    @property
    def idempotency_key(self) -> str:
        """See `Notification`."""
        ...

    @property
    def alert_id(self) -> str:
        """Of what it tells."""
        ...

    @property
    def mark(self) -> Mark:
        """Of the step."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`doubtful` if something may have been posted of which `reference` does not know; `kept`: it is in the store."""

    reference: Reference
    doubtful: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Where it stands now, empty where that can't be known, the step that is said there, and what the log gets."""

    place: str
    message: str
    mark: Mark
    receipt: Receipt


class RefusalError(Exception):
    """A provider says no, in words of its own: `meaning` is what to raise if nothing else helps."""

    def __init__(self, words: str, meaning: DeliveryError) -> None:
        super().__init__(words)
        self.meaning = meaning


@dataclass(frozen=True, slots=True)
class Claims:
    """Of one channel. Without the store everybody has a turn, and has to look: late is worse."""

    references: References
    channel: str
    clock: Clock

    def tell(self, step: Claimant, attempt: Callable[[Turn], Told]) -> Receipt:
        """Have `attempt` tell `step` in its turn, and note what came of it; raises a DeliveryError if nothing."""
        turn = self.begin(step)
        if turn is None:
            return Receipt(None, "it was said before, or something later was")
        try:
            told = attempt(turn)
        except RefusalError as refusal:
            raise self.failed(turn, step, refusal.meaning) from refusal
        except DeliveryError as error:
            raise self.failed(turn, step, error) from error
        self.done(turn, step, told.place, told.message, told.mark)
        return told.receipt

    def begin(self, step: Claimant) -> Turn | None:
        """The turn to tell `step`; None if it was told, or something later was. RetryableDeliveryError for not now."""
        try:
            known = self.references.get(self.channel, step.alert_id)
            if known.mark is not None and known.mark >= step.mark:
                return None
            return self._claimed(step, known)
        except StoreUnavailableError as error:
            _logger.warning("%s is told out of turn: %s", step.idempotency_key, error)
            return Turn(reference=NOTHING, doubtful=True, kept=False)

    def done(self, turn: Turn, step: Claimant, place: str, message: str, mark: Mark) -> None:
        """`step` is told, and what stands there now is `mark`. If that can't be kept, the next one has to look."""
        told = replace(turn.reference, place=place, id=message, mark=mark, claim=None)
        self._keep(turn, step, told)

    def failed(self, turn: Turn, step: Claimant, error: DeliveryError) -> DeliveryError:
        """What to raise; if the provider said no, there is nothing to look for but what was in doubt before."""
        claim = turn.reference.claim
        if isinstance(error, RetryableDeliveryError) and error.undecided and claim is not None:
            left = (claim.begun_at + LEASE - self.clock()).total_seconds()
            return RetryableDeliveryError(str(error), max(left, error.retry_after or 0.0, _A_MOMENT), undecided=True)
        earlier = Claim(step.idempotency_key, self.clock() - LEASE) if turn.doubtful else None
        self._keep(turn, step, replace(turn.reference, claim=earlier))
        return error

    def _claimed(self, step: Claimant, known: Reference) -> Turn:
        now = self.clock()
        if known.claim is not None and abs(now - known.claim.begun_at) < LEASE:
            left = LEASE - abs(now - known.claim.begun_at)
            raise RetryableDeliveryError("Another attempt is under way.", max(left.total_seconds(), _A_MOMENT))
        mine = replace(known, claim=Claim(step.idempotency_key, now))
        if not self.references.put(self.channel, step.alert_id, mine):
            raise RetryableDeliveryError("Another attempt has just begun.", _A_MOMENT)
        return Turn(reference=replace(mine, version=known.version + 1), doubtful=known.claim is not None, kept=True)

    def _keep(self, turn: Turn, step: Claimant, reference: Reference) -> None:
        if not turn.kept:
            return
        try:
            if not self.references.put(self.channel, step.alert_id, reference):
                _logger.warning("%s: another attempt came between", step.idempotency_key)
        except StoreUnavailableError as error:
            _logger.warning("what became of %s is not kept: %s", step.idempotency_key, error)
