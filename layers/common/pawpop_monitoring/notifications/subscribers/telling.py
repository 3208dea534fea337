"""Who is told of what: of an incident's beginning and of its end, each subscriber once, as far as a day's mails go.

Whoever heard of the beginning hears of the end: that is what is kept free first. Notes in between are on the page and
in the feed. What the provider refuses for now is raised at the end, so that the whole is run again.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError, StoreUnavailableError
from pawpop_monitoring.domain.public_incident import Incident
from pawpop_monitoring.domain.subscriber import PublicMailBudget, Subscriber, subscriber_id
from pawpop_monitoring.notifications.channel import Channel
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.subscribers.mails import PublicMails

_NEWS = timedelta(hours=6)
_MAILS = "mails"
_logger = logging.getLogger(__name__)


class Subscribers(Protocol):
    """What is kept of subscribers; raises StoreUnavailableError."""

    def confirmed(self) -> Sequence[Subscriber]:
        """All who confirmed."""
        ...

    def ask(self, subscriber: str, address: str, by: str, now: datetime) -> bool:
        """Note that an address is to be asked; False if it must not be."""
        ...

    def told(self, note: str) -> Collection[str]:
        """The ids of those who were told of a note."""
        ...

    def tell(self, note: str, subscriber: str, now: datetime) -> None:
        """Remember that a mail was accepted."""
        ...

    def count(self, what: str, now: datetime, most: int | None = None) -> bool:
        """Count one more of today; False if there were `most` already."""
        ...

    def counted(self, what: str, now: datetime) -> int:
        """How many of today there were."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """`key` is what ids are made with, `spend` counts a mail where alerts see it."""

    subscribers: Subscribers
    incidents: Callable[[], Sequence[Incident]]
    channel: Channel[Mail]
    mails: PublicMails
    budget: PublicMailBudget
    key: Callable[[], str]
    spend: Callable[[int], None]
    clock: Clock

    def ask(self, address: str, by: str) -> None:
        """Ask an address whether it wants mails, unless it does already; `by` is the request's id."""
        now = self.clock()
        subscriber = Subscriber(subscriber_id(address, self.key()), address, is_confirmed=False)
        if self._left(now) < 1 or not self.subscribers.ask(subscriber.id, address, by, now):
            return
        self._send(self.mails.question(subscriber, by), now)

    def tell(self) -> int:
        """Tell of all that is news; answers how many mails went out. RetryableDeliveryError if some are still owed."""
        everybody = self.subscribers.confirmed()
        if not everybody:  # each incident is two questions to the table, and mails that ask people wait behind them
            return 0
        incidents = sorted(self.incidents(), key=lambda incident: incident.is_open)  # ends come first
        refused: list[RetryableDeliveryError] = []
        open_ones = sum(incident.is_open for incident in incidents)
        sent = sum(self._tell(incident, everybody, open_ones, refused) for incident in incidents)
        if refused:
            raise refused[0]
        return sent

    def _tell(
        self, incident: Incident, everybody: Sequence[Subscriber], open_ones: int, refused: list[RetryableDeliveryError]
    ) -> int:
        now, begun = self.clock(), f"{incident.id}/begun"
        if now - incident.updated_at > _NEWS:
            return 0
        heard = self.subscribers.told(begun)
        if incident.is_open:
            owed = [each for each in everybody if each.id not in heard]
            if self._left(now) < len(owed) + len(everybody) * open_ones:
                _logger.warning("no mails are left today for %s; page and feed tell of it", incident.id)
                return 0
            return self._send_all(incident, 0, begun, owed, refused)
        over = f"{incident.id}/over"
        told = self.subscribers.told(over)
        owed = [each for each in everybody if each.id in heard and each.id not in told]
        return self._send_all(incident, -1, over, owed[: max(0, self._left(now))], refused)

    def _send_all(
        self,
        incident: Incident,
        index: int,
        note: str,
        owed: Sequence[Subscriber],
        refused: list[RetryableDeliveryError],
    ) -> int:
        sent = 0
        for subscriber in owed:
            now = self.clock()
            try:
                self._send(self.mails.note(subscriber, incident, incident.updates[index], note), now)
                sent += 1
            except PermanentDeliveryError as error:
                _logger.warning("a subscriber can't be told: %s", error)
            except RetryableDeliveryError as error:
                refused.append(error)
                continue
            self.subscribers.tell(note, subscriber.id, now)
        return sent

    def _send(self, mail: Mail, now: datetime) -> None:
        self.channel.send(mail)
        self.subscribers.count(_MAILS, now)
        try:
            self.spend(1)
        except StoreUnavailableError as error:
            _logger.warning("a mail is not counted for alerts: %s", error)

    def _left(self, now: datetime) -> int:
        return self.budget.day - self.subscribers.counted(_MAILS, now)
