"""What opens together is told together, whichever checks found it; and so is what people are reminded of.

An opening, or a reminder, is not told at once. It joins the group that is open, or founds one, and its message
comes back when the group closes; whoever comes back first delivers the group, and the messages of the others find
that done. No message leaves the queue before, so a process that dies loses nothing; and a membership is kept, so
that every copy of a message, whenever it comes, belongs to the same mail.

What tells that the alert store is down is told alone and at once. Without the group store everything is.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage, asks_again, is_test
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind, key_of
from pawpop_monitoring.notifications.verdict import Go, Parcel, Verdict, Wait

_logger = logging.getLogger(__name__)
_AT_ONCE = timedelta(0)
_A_MOMENT = timedelta(seconds=1)
_MOST_STEPS_IN_A_WINDOW = 2
"""Closed and opened again, by hand."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Where a message belongs: its group, None if it is told alone, and when it is due."""

    group: str | None
    due: datetime


class GroupStore(Protocol):
    """Who belongs to which group, kept away from the monitored database; raises whatever keeps it from working."""

    def join(self, message: AlertMessage, now: datetime, window: timedelta) -> Membership:
        """The membership of `message`, the same for each of its copies; a new group closes after `window`.

        Openings and reminders have groups of their own.
        """
        ...

    def due(self, key: str) -> datetime | None:
        """When the message with this key is due; None if it is in no group."""
        ...

    def close(self, group: str) -> Sequence[TransitionMessage]:
        """Let nobody in any more; everybody who is in."""
        ...


@dataclass(frozen=True, slots=True)
class Gathered:
    """What to deliver for a message, and how long to `wait` before; `held` if it has waited for its group."""

    message: AlertMessage
    wait: timedelta = _AT_ONCE
    held: bool = False


@dataclass(frozen=True, slots=True)
class Grouping:
    """Gathers what opens within `window` of the first one; `standing` leaves out what time has overtaken since."""

    store: GroupStore
    window: timedelta
    clock: Clock
    standing: Callable[[Sequence[TransitionMessage]], Sequence[TransitionMessage]]

    def __call__(self, parcel: Parcel) -> Verdict:
        """Wait until the group closes, then go on with all of it."""
        gathered = self.gather(parcel.message)
        if gathered.wait:
            return Wait(parcel.now + gathered.wait, "what comes together is told together")
        attempt = max(1, parcel.attempt - gathered.held)
        return Go(replace(parcel, read=gathered.message, attempt=attempt))

    def gather(self, message: AlertMessage) -> Gathered:
        """The mail that `message` belongs to."""
        if message.others or is_test(message):
            return Gathered(message)
        try:
            if asks_again(message) or (message.kind is TransitionKind.OPENED and message.reason is not Reason.REOPENED):
                return self._gather(message, self.clock())
            return self._after_its_opening(message, self.clock())
        except Exception:
            _logger.exception("the group store is out of reach, so %s is told alone", message.key)
            return Gathered(message)

    def _gather(self, message: AlertMessage, now: datetime) -> Gathered:
        membership = self.store.join(
            message, now, _AT_ONCE if message.alone and not asks_again(message) else self.window
        )
        if membership.group is None:
            return Gathered(message)
        if membership.due > now:
            return Gathered(message, wait=membership.due - now)
        members = self.store.close(membership.group)
        others = self.standing([member for member in members if member.key != message.key])
        return Gathered(_mail(membership.group, len(members), [message, *others]), held=True)

    def _after_its_opening(self, message: AlertMessage, now: datetime) -> Gathered:
        """What follows while the opening still waits comes after it, in its own order."""
        alert = message.alert
        for steps in range(1, min(_MOST_STEPS_IN_A_WINDOW + 1, alert.sequence)):
            opening = self.store.due(key_of(alert.id, alert.sequence - steps, TransitionKind.OPENED))
            if opening is not None and opening > now:
                return Gathered(message, wait=opening + steps * _A_MOMENT - now)
        return Gathered(message)


def _mail(group: str, size: int, messages: Sequence[TransitionMessage]) -> AlertMessage:
    """All that still stands of a group, under the key that it has whoever is left out; one who is alone has its own."""
    key = messages[0].key if size == 1 else f"group/{group}/{size}"
    return AlertMessage.grouped(messages, key)
