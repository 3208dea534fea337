"""Resend, and a second provider for what Resend keeps refusing."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channel import Channel, Receipt
from pawpop_monitoring.notifications.channels.email.attempts import AttemptLog, Attempts
from pawpop_monitoring.notifications.channels.email.mail import Mail

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failover:
    """Tries `first` every time; `second` gets a mail that `first` has refused for `patience`, see attempts.py.

    What can't be noted can't be told from what nobody knows, so without `log` there is no second provider.
    """

    first: Channel[Mail]
    second: Channel[Mail]
    log: AttemptLog
    patience: timedelta
    clock: Clock

    @property
    def name(self) -> str:
        """The first one's: to people, and to deduplication, it is one channel."""
        return self.first.name

    def send(self, mail: Mail) -> Receipt:
        """Hand over to the one or the other; raises what the first one raises if neither takes it."""
        known = self._begin(mail.idempotency_key)
        try:
            return self.first.send(mail)
        except RetryableDeliveryError as error:
            if known is None or error.undecided:
                raise
            return self._after_refusal(mail, error, known.refused(self.clock()))
        except PermanentDeliveryError:
            if known is not None:
                self._note(mail.idempotency_key, known.refused(self.clock()))
            raise

    def _begin(self, key: str) -> Attempts | None:
        try:
            known = self.log.load(key).begun(self.clock())
        except Exception:
            _logger.exception("attempts can't be read, so there is no second provider for %s", key)
            return None
        return known if self._note(key, known) else None

    def _after_refusal(self, mail: Mail, error: RetryableDeliveryError, known: Attempts) -> Receipt:
        wait = known.wait(self.clock(), self.patience)
        noted = self._note(mail.idempotency_key, known)
        if wait is None or not noted:
            raise error
        if wait:
            raise RetryableDeliveryError(
                str(error), _sooner(error.retry_after, wait), needs_person=error.needs_person
            ) from error
        return self._send_second(mail, error, known)

    def _send_second(self, mail: Mail, error: RetryableDeliveryError, known: Attempts) -> Receipt:
        key = mail.idempotency_key
        if not self._note(key, known.model_copy(update={"given_to_second": True})):
            raise error
        try:
            receipt = self.second.send(mail)
        except DeliveryError as other:
            undecided = isinstance(other, RetryableDeliveryError) and other.undecided
            if not undecided:
                self._note(key, known)
            both = f"{error} The second provider did not take it either: {other}"
            raise RetryableDeliveryError(
                both, _sooner(error.retry_after, self.patience), undecided=undecided
            ) from other
        return Receipt(receipt.provider_id, f"{receipt.note or 'sent by the second provider'}, since: {error}")

    def _note(self, key: str, attempts: Attempts) -> bool:
        try:
            self.log.save(key, attempts, self.clock())
        except Exception:
            _logger.exception("attempts of %s can't be noted", key)
            return False
        return True


def _sooner(asked: float | None, wait: timedelta) -> float | None:
    """Not as late as the first provider asks for, if the second one may be asked before that."""
    return None if asked is None else min(asked, wait.total_seconds())
