"""Whether what has waited may be told by now: somebody may have asked for silence meanwhile.

The engine lets nothing out that is silenced as it happens. What was let out before, and waits for business hours or
for a provider, waits for the end of the silence as well. What ended what people heard of is told, as ever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pawpop_monitoring.contracts.alert_message import AlertMessage, is_test
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import FOR_WHO_HEARD
from pawpop_monitoring.notifications.stages.still_true import NEWS_FOR, known
from pawpop_monitoring.notifications.verdict import Go, Parcel, Verdict, Wait

_KEPT_FOR = timedelta(days=10)
"""A queue keeps a message for fourteen days: rather told in a silence than never."""
_LOOKS_EACH = timedelta(minutes=30)
"""A silence may be ended before its time."""


class Silences(Protocol):
    """What was asked for."""

    def all(self) -> Sequence[Silence]:
        """Every silence that is kept. StoreUnavailableError if out of reach."""
        ...


@dataclass(frozen=True, slots=True)
class Silenced:
    """Waits for the end of a silence that began since. With the store out of reach the message is told."""

    silences: Silences

    def __call__(self, parcel: Parcel) -> Verdict:
        """Wait, if so."""
        step, now = parcel.message, parcel.now
        if is_test(step) or _is_for_who_heard(step) or not _has_waited(step, now):
            return Go(parcel)
        until = max((silence.ends_at for silence in self._since(step, now)), default=None)
        if until is None:
            return Go(parcel)
        return Wait(min(until, now + _LOOKS_EACH), "it was silenced meanwhile")

    def _since(self, step: AlertMessage, now: datetime) -> Iterator[Silence]:
        """Those in force that the engine did not know of, or let an end pass in."""
        for silence in known(self.silences.all) or ():
            is_new = silence.is_active(now) and (step.unheard or step.at < silence.starts_at)
            if is_new and silence.mutes(step.alert):
                yield silence


def _has_waited(step: AlertMessage, now: datetime) -> bool:
    """Itself, or what it is the end of."""
    age = now - step.at
    return age < _KEPT_FOR and (step.unheard or age > NEWS_FOR)


def _is_for_who_heard(step: AlertMessage) -> bool:
    return step.kind in FOR_WHO_HEARD and not step.unheard
