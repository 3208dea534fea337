"""How far one channel has come with telling of one alert.

Steps are ordered by when they happened, not by when they arrive: messages come in any order and more than once. What
is kept makes three things certain. Nothing older is told after something newer. An end that arrives knows whether
anybody heard of the beginning. And two steps of one alert are never under way at the same moment, so that the
provider can't accept them in the wrong order.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, Self

from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.domain.transition import TransitionKind

REMEMBERED = timedelta(days=400)
"""From the last step on: what nobody is reminded of may be open for a year, and who heard of it hears of its end."""
_OF_AN_END = f"-{TransitionKind.RESOLVED}"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a step stands in the life of its alert."""

    at: datetime
    sequence: int

    @classmethod
    def of(cls, step: TransitionMessage) -> Self:
        """The mark of `step`; of two at one moment the numbers decide."""
        return cls(step.at.astimezone(UTC), step.alert.sequence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The latest step that `arrived`, the latest end among them, the latest that the provider `accepted`.

    `attempted` are the keys of steps that were begun and of which nobody knows whether the provider took them.
    """

    arrived: Mark | None = None
    ended: Mark | None = None
    accepted: Mark | None = None
    attempted: frozenset[str] = frozenset()

    @property
    def may_have_been_heard(self) -> bool:
        """True if a step was accepted, or is on its way, or may have been accepted."""
        return self.arrived is not None or self.accepted is not None or bool(self.attempted)

    @property
    def may_say_over(self) -> bool:
        """True if the last that was heard is an end, or may be one: of an attempt nobody knows how it ended."""
        if self.ended is None or (self.accepted is not None and self.accepted > self.ended):
            return False
        return self.accepted == self.ended or any(key.endswith(_OF_AN_END) for key in self.attempted)

    def unheard_before(self, step: TransitionMessage) -> bool:
        """True if earlier steps arrived, and certainly nobody heard of any."""
        mark = Mark.of(step)
        arrived_before = self.arrived is not None and self.arrived < mark
        accepted = self.accepted is not None and self.accepted != mark
        return arrived_before and not accepted and not self.attempted - {step.key}


class ProgressStore(Protocol):
    """Kept by channel and alert, away from the monitored database; every method raises StoreUnavailableError."""

    def read(self, step: TransitionMessage) -> Progress:
        """How far the channel has come with the alert of `step`; nothing is noted."""
        ...

    def arrive(self, step: TransitionMessage, now: datetime) -> Progress:
        """Note that `step` is here to be told; what was known before, with its end if it is one."""
        ...

    def pass_over(self, end: TransitionMessage, now: datetime) -> None:
        """Note that the alert ended, which nobody here is to hear: what comes late must not begin it."""
        ...

    def begin(self, step: TransitionMessage, now: datetime, until: datetime) -> bool:
        """Take the turn to tell `step` until then; False if another step has it, or one has overtaken this."""
        ...

    def end(self, step: TransitionMessage, *, accepted: bool, undecided: bool = False) -> None:
        """Give the turn back, and note how the attempt ended."""
        ...


def is_end(step: TransitionMessage) -> bool:
    """True for what says that the alert is over."""
    return step.kind is TransitionKind.RESOLVED


def overtaken(step: TransitionMessage, known: Progress) -> bool:
    """True if something newer was told, or the alert is known to be over."""
    mark = Mark.of(step)
    newest = (known.accepted,) if is_end(step) else (known.accepted, known.ended)
    return any(other is not None and other > mark for other in newest)
