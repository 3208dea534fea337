"""What people do to silences: begin one, end one early, look at them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.apply.ports import SilenceStore
from pawpop_monitoring.domain.errors import ConflictError, InvalidRequestError, NotFoundError
from pawpop_monitoring.domain.silence import Silence

LONGEST = timedelta(days=30)
"""Whatever has to be quiet for longer is to be mended, or switched off for good."""

FARTHEST = timedelta(days=366)


def check_span(silence: Silence, now: datetime) -> None:
    """InvalidRequestError if there is no such span of time, or none that a person can mean."""
    if silence.starts_at - now > FARTHEST:
        raise InvalidRequestError("startsAt: must lie within a year from now")
    if silence.ends_at <= max(now, silence.starts_at):
        raise InvalidRequestError("endsAt: must lie in the future, and after startsAt")
    if silence.ends_at - silence.starts_at > LONGEST:
        raise InvalidRequestError(f"endsAt: a silence may last {LONGEST.days} days at most")


def _nobody(_silence: Silence, _now: datetime) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class SilenceCommands:
    """Changes to silences that a person asks for; `tell` is called with each, once it is kept, and never raises."""

    store: SilenceStore
    tell: Callable[[Silence, datetime], None] = _nobody

    def all(self) -> Sequence[Silence]:
        """Every silence that is kept, the latest to start first."""
        return self.store.all()

    def begin(self, silence: Silence, now: datetime) -> Silence:
        """Keep a new silence; refused when it is over already, would last too long or begins too far ahead."""
        check_span(silence, now)
        self.store.put(silence)
        self.tell(silence, now)
        return silence

    def end(self, silence_id: str, now: datetime) -> Silence:
        """End a silence now; what it kept back and is still open is told by the next run of the escalator."""
        silence = next((each for each in self.store.all() if each.id == silence_id), None)
        if silence is None:
            raise NotFoundError(f"There is no silence with the id {silence_id!r}.")
        if silence.ends_at <= now:
            raise ConflictError("The silence is over already.")
        ended = replace(silence, ends_at=now, starts_at=min(silence.starts_at, now), meant_until=silence.ends_at)
        self.store.put(ended)
        self.tell(ended, now)
        return ended
