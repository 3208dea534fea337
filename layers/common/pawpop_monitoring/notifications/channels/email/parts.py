"""One mail to many: in parts of a size that providers take, and, where an address is refused, each on its own.

A part is a mail with a key of its own, which depends on the step and on who it goes to. What was accepted of a mail is
remembered, so that a part that has to be tried again does not repeat the others.
"""

import hashlib
import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from pawpop_monitoring.domain.errors import (
    DeliveryError,
    PermanentDeliveryError,
    RetryableDeliveryError,
    StoreUnavailableError,
)
from pawpop_monitoring.domain.mail_addresses import spec_of
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.notifications.channel import Channel, Receipt
from pawpop_monitoring.notifications.channels.email.mail import Mail

MOST_RECIPIENTS = 50
"""What Resend and Amazon SES take in one mail."""
_MAX_PREFIX = 200
_UNPROCESSABLE = 422
_logger = logging.getLogger(__name__)


class Mailboxes(Protocol):
    """What is remembered, away from the monitored database; every method raises StoreUnavailableError."""

    def lost(self) -> Sequence[LostMailbox]:
        """Mailboxes known to get nothing."""
        ...

    def lose(self, address: str, why: str, *, refused: bool = False) -> None:
        """Remember that `address` gets nothing."""
        ...

    def accepted(self, key: str) -> Collection[str]:
        """Keys of the parts of a mail that were accepted."""
        ...

    def accept(self, key: str, part: str) -> None:
        """Remember that a part was accepted."""
        ...

    def spend(self, mails: int) -> None:
        """Count mails that were accepted, each recipient as one."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """Sends over `channel`, whose name it has; what is accepted is counted unless somebody else counts it."""

    channel: Channel[Mail]
    mailboxes: Mailboxes
    is_counted: bool = True

    @property
    def name(self) -> str:
        """To people, and to deduplication, it is one channel."""
        return self.channel.name

    def send(self, mail: Mail) -> Receipt:
        """All parts; raises what the channel raises of the first part that is not accepted."""
        usable = self._usable(mail)
        if len(usable.recipients) <= MOST_RECIPIENTS:
            return self._part(usable)
        chunks = range(0, len(usable.recipients), MOST_RECIPIENTS)
        receipts = [self._once(_to(usable, usable.recipients[at : at + MOST_RECIPIENTS]), usable) for at in chunks]
        return _together(receipts)

    def _usable(self, mail: Mail) -> Mail:
        """Without those that were refused lately, unless nobody would be left."""
        lost = {mailbox.address for mailbox in _known(self.mailboxes.lost) if mailbox.refused}
        left = tuple(address for address in mail.recipients if spec_of(address).casefold() not in lost)
        return replace(mail, recipients=left) if left and len(left) < len(mail.recipients) else mail

    def _once(self, part: Mail, whole: Mail) -> Receipt:
        """Unless it was accepted before."""
        done = _known(lambda: self.mailboxes.accepted(whole.idempotency_key))
        if part.idempotency_key in done:
            return Receipt(None, "this part was accepted before")
        receipt = self._part(part)
        with suppress(StoreUnavailableError):  # the provider knows the key as well
            self.mailboxes.accept(whole.idempotency_key, part.idempotency_key)
        return receipt

    def _part(self, part: Mail) -> Receipt:
        try:
            receipt = self.channel.send(part)
        except DeliveryError as error:
            if not _is_of_somebody(error) or len(part.recipients) == 1:
                raise
            return self._one_by_one(part, error)
        if self.is_counted:
            with suppress(StoreUnavailableError):
                self.mailboxes.spend(len(part.recipients))
        return receipt

    def _one_by_one(self, part: Mail, error: DeliveryError) -> Receipt:
        """Those who can be reached hear; if nobody can, it was not about an address."""
        receipts: list[Receipt] = []
        refused: dict[str, DeliveryError] = {}
        for recipient in part.recipients:
            try:
                receipts.append(self._once(_to(part, (recipient,)), part))
            except DeliveryError as refusal:
                if not (isinstance(refusal, PermanentDeliveryError) or _is_of_somebody(refusal)):
                    raise
                refused[spec_of(recipient)] = refusal
        if not receipts:
            raise error
        for address, why in refused.items():
            self._lose(address, why)
        return replace(_together(receipts), note=f"not to {', '.join(refused)}: {error}")

    def _lose(self, address: str, why: DeliveryError) -> None:
        """What somebody can put right is tried again with the next mail."""
        _logger.error("%s is told of nothing: %s", address, why)
        try:
            self.mailboxes.lose(address, str(why), refused=isinstance(why, PermanentDeliveryError))
        except StoreUnavailableError as error:
            _logger.warning("that %s is refused is not noted: %s", address, error)


def _is_of_somebody(error: DeliveryError) -> bool:
    """Whether a refusal may be that of one recipient, so that the others can be told."""
    if isinstance(error, RetryableDeliveryError):
        return error.of_somebody
    return isinstance(error, PermanentDeliveryError) and error.status == _UNPROCESSABLE


def _to(mail: Mail, recipients: tuple[str, ...]) -> Mail:
    """The same mail to some of its recipients."""
    digest = hashlib.sha256("\n".join(recipients).encode()).hexdigest()[:20]
    return replace(mail, recipients=recipients, idempotency_key=f"{mail.idempotency_key[:_MAX_PREFIX]}/to-{digest}")


def _together(receipts: Sequence[Receipt]) -> Receipt:
    ids = [receipt.provider_id for receipt in receipts if receipt.provider_id]
    return Receipt(",".join(ids) or None, f"in {len(receipts)} parts" if len(receipts) > 1 else receipts[0].note)


def _known[T](ask: Callable[[], Collection[T]]) -> Collection[T]:
    try:
        return ask()
    except StoreUnavailableError as error:
        _logger.warning("what became of mailboxes is not known: %s", error)
        return ()
