"""Whether what the message says is still so.

Two memories are asked, neither of which is the monitored database. The standby store knows how the alert stands at
this moment: open, taken on, or over. The channel's own progress knows what arrived and what was told. With either out
of reach the message is told all the same: a mail too many is better than none.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage, asks_again, is_test
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.allowance import Allowance
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.progress import Mark, Progress, ProgressStore, is_end
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict

_logger = logging.getLogger(__name__)
NEWS_FOR = timedelta(minutes=5)
"""A message that is older than this has waited, and is told as things stand by now."""


class Present(Protocol):
    """What the standby store knows of an alert at this moment."""

    def present(self, alert: Alert) -> Alert | None:
        """The alert as it is, open or over; None if nothing is known of it. StoreUnavailableError if out of reach."""
        ...


@dataclass(frozen=True, slots=True)
class StillTrue:
    """Drops what time has overtaken, and brings what has waited up to date."""

    standby: Present
    progress: ProgressStore
    clock: Clock
    allowance: Allowance | None = None

    def __call__(self, parcel: Parcel) -> Verdict:
        """The step of the message itself; of further ones in it, `group` asks. A test is told whatever became of it."""
        if is_test(parcel.message):
            return Go(parcel)
        told = self.look(parcel.message)
        return told if isinstance(told, Drop) else Go(replace(parcel, read=told))

    def standing[M: TransitionMessage](self, steps: Sequence[M]) -> Sequence[M]:
        """Those of `steps` that are still so, up to date."""
        looked_at = map(self.look, steps)
        return [told for told in looked_at if not isinstance(told, Drop)]

    def look[M: TransitionMessage](self, step: M) -> M | Drop:
        """The step as it is to be told, or why it is not."""
        progress = known(lambda: self.progress.arrive(step, self.clock())) or Progress()
        present = known(lambda: self.standby.present(step.alert.to_alert()))
        if progress.accepted == Mark.of(step):
            return Drop("it was told before", Outcome.ALREADY_DELIVERED)
        why = superseded(step, progress, present)
        if why is not None:
            return Drop(why, Outcome.SUPERSEDED)
        if asks_again(step) and self._spares(progress, step):
            return Drop("today's mails are running out, so reminders make room for what is new", Outcome.SUPERSEDED)
        return _up_to_date(step, progress, present, waited=self.clock() - step.at > NEWS_FOR)

    def _spares(self, progress: Progress, step: TransitionMessage) -> bool:
        allowance, told = self.allowance, progress.accepted
        if allowance is None or told is None:
            return False
        return known(lambda: allowance.spares(told.at, step.at)) or False


def answered(standby: Present, step: TransitionMessage) -> bool:
    """True if somebody took the alert on since `step`, or it is over; False if that is not known."""
    present = known(lambda: standby.present(step.alert.to_alert()))
    return _is_taken_on(present, step) or _is_over(present, step)


def superseded(step: TransitionMessage, progress: Progress, present: Alert | None) -> str | None:
    """Why nobody needs to read this any more; None if it is to be told."""
    mark = Mark.of(step)
    if is_end(step):
        again = _is_after(progress.accepted, mark) or _is_open_again(present, step)
        return "it was opened again since" if again else None
    if _is_after(progress.ended, mark) or _is_over(present, step):
        return "it is over since"
    # Mail, for one, never hears who is on it: an end that it told, or may have, would stay its last word.
    if _is_taken_on(present, step) and not progress.may_say_over:
        return "somebody took the alert on meanwhile"
    if _is_after(progress.accepted, mark):
        return "something later was told"
    if asks_again(step) and _is_after(progress.arrived, mark):
        return "a later reminder is about to be told"
    return None


def _up_to_date[M: TransitionMessage](step: M, progress: Progress, present: Alert | None, *, waited: bool) -> M:
    if is_end(step) and isinstance(step, AlertMessage):
        return step.model_copy(update={"unheard": progress.unheard_before(step)})
    if not waited or present is None or present.id != step.alert.id or present.last_seen <= step.alert.last_seen:
        return step
    seen = {"last_seen": present.last_seen, "occurrences": present.occurrences}
    if present.sequence >= step.alert.sequence:
        seen |= {"message": present.message, "details": dict(present.details)}
    changed: AlertSnapshot = step.alert.model_copy(update=seen)
    return step.model_copy(update={"alert": changed})


def _is_after(other: Mark | None, mark: Mark) -> bool:
    return other is not None and other > mark


def _is_over(present: Alert | None, step: TransitionMessage) -> bool:
    """True if it ended since; a notice may itself be of the end."""
    if present is None or present.resolved_at is None or step.alert.status is AlertStatus.RESOLVED:
        return False
    return present.resolved_at >= step.at


def _is_open_again(present: Alert | None, end: TransitionMessage) -> bool:
    """True if it was opened again after that `end`, and people are told so.

    That step sets right what an attempt in doubt may have said, and who heard nothing takes the alert for open, as it
    is. What opened again in silence nobody tells, and a copy that was late, or was reminded of without the alert
    store, is no opening: their end is told.
    """
    if present is None or present.resolved or present.notified_at is None:
        return False
    return present.notified_at > end.at and present.sequence > end.alert.sequence


def _is_taken_on(present: Alert | None, step: TransitionMessage) -> bool:
    return present is not None and present.acknowledged_at is not None and present.acknowledged_at > step.at


def known[T](ask: Callable[[], T]) -> T | None:
    """What a store answers; None if it is out of reach."""
    try:
        return ask()
    except StoreUnavailableError as error:
        _logger.warning("whether it is still so is not known: %s", error)
        return None
