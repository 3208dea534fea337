"""One question a day: what became of the mails of the last days? For whoever has no webhook at Resend, or missed it."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pawpop_monitoring.domain.errors import MonitoringError
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.sent_mail import SentMail
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.tracking.mail_events import MailEvent

PAUSE_SECONDS = 0.6
"""Resend takes two questions a second of a whole team, and alerts go first."""
TOO_OFTEN_SECONDS = 2.0
_logger = logging.getLogger(__name__)


class NotToldError(MonitoringError):
    """The provider tells nothing of any mail now; the text says why."""


class TooOftenError(NotToldError):
    """Somebody, of the whole team, asked too much in this second."""


class Provider(Protocol):
    """Who took the mails."""

    def event(self, mail_id: str, deadline: Deadline) -> MailEvent | None:
        """What became of a mail, None if that is not known; NotToldError."""
        ...


class Mailboxes(Protocol):
    """What is remembered of mailboxes; every method raises StoreUnavailableError."""

    def lost(self) -> Sequence[LostMailbox]:
        """Mailboxes known to get nothing."""
        ...

    def lose(self, address: str, why: str) -> None:
        """Remember that `address` gets nothing."""
        ...

    def forget(self, address: str) -> None:
        """Mails arrive at `address` again."""
        ...


@dataclass(frozen=True, slots=True)
class MailInquiry:
    """Asks `provider` after `mails()`, newest first, for at most `seconds`, and notes what it hears."""

    mails: Callable[[], Sequence[SentMail]]
    provider: Provider
    mailboxes: Mailboxes
    pause: Callable[[float], None]
    seconds: float = 60.0

    def run(self) -> Mapping[str, object]:
        """How many mails were asked after, who lost one, and why it ended early, if it did."""
        notes, why = _Notes(self.mailboxes), ""
        try:
            for mail, event in self._events():
                notes.take(mail, event)
        except (MonitoringError, TimeoutError) as error:
            why = str(error)
            _logger.warning("what became of mails is not known: %s", why)
        return {"asked": notes.asked, "lost": sorted(notes.lost), "endedBy": why}

    def _events(self) -> Iterable[tuple[SentMail, MailEvent | None]]:
        deadline = Deadline(self.seconds)
        for number, mail in enumerate(self.mails()):
            if number:
                self.pause(PAUSE_SECONDS)
            deadline.expect()
            yield mail, self._event(mail, deadline)

    def _event(self, mail: SentMail, deadline: Deadline) -> MailEvent | None:
        try:
            return self.provider.event(mail.provider_id, deadline)
        except TooOftenError:
            self.pause(TOO_OFTEN_SECONDS)
            return self.provider.event(mail.provider_id, deadline)


@dataclass(slots=True)
class _Notes:
    """The newest mail of which something is known decides of an address."""

    mailboxes: Mailboxes
    asked: int = 0
    decided: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    known: Mapping[str, LostMailbox] | None = None

    def take(self, mail: SentMail, event: MailEvent | None) -> None:
        self.asked += 1
        for address in event.addresses if event else ():
            if event and address not in self.decided:
                self.decided.add(address)
                self._note(address, event.lost, mail.at)

    def _note(self, address: str, lost: str, at: datetime) -> None:
        """What was noted since that mail went out is newer, and what is refused is not even accepted."""
        if self.known is None:
            self.known = {mailbox.address: mailbox for mailbox in self.mailboxes.lost()}
        known = self.known.get(address)
        if lost:
            self.lost.add(address)
        if known and (known.refused or known.since > at):
            return
        if lost:
            self.mailboxes.lose(address, lost)
        elif known:
            self.mailboxes.forget(address)
