"""What the standby store knows of an open alert."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from pawpop_monitoring.alerting.decide.notifying import opening_told_at_once
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.transition import Transition, TransitionKind

REPEATED_FOR = timedelta(days=6)
"""How long a step may be published again: the notifier forgets after a week what it has told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyEntry:
    """An alert that is open, or that ended without the alert store, and the step that people should have heard last.

    `step` is None where that is the opening, and where the alert store has it in its outbox. `opening` is the opening
    that came before it, as far as it was kept. `message` and `details` are what a bad check found since then, None if
    nobody looked.
    """

    alert: Alert
    step: Transition | None = None
    opening: Transition | None = None
    message: str | None = None
    details: Mapping[str, Any] | None = None

    @property
    def present(self) -> Alert:
        """The alert as the last bad check found it; `alert` says what people were told."""
        message = self.alert.message if self.message is None else self.message
        details = self.alert.details if self.details is None else self.details
        return replace(self.alert, message=message, details=details)

    @property
    def last_step(self) -> Transition | None:
        """What people should have heard last; None if they heard nothing, or if only the alert store knows it."""
        return self.step or opening_told_at_once(self.alert)

    @property
    def told_opening(self) -> Transition | None:
        """The opening that people should have heard of; None if they heard of none, or only the alert store knows."""
        last = self.last_step
        return last if last is not None and last.kind is TransitionKind.OPENED else self.opening

    @property
    def known_steps(self) -> Sequence[Transition]:
        """The opening and the last step, as far as they are known."""
        steps = {step.key: step for step in (self.told_opening, self.last_step) if step is not None}
        return list(steps.values())

    def finding(self, message: str, details: Mapping[str, Any]) -> Self:
        """The same, after a bad check that found this."""
        if (message, details) == (self.alert.message, self.alert.details):
            return self
        return replace(self, message=message, details=details)

    def steps(self, now: datetime) -> Sequence[Transition]:
        """What may not have been published yet; not what is so old that the notifier has forgotten that it told it."""
        return [step for step in self.known_steps if now - step.at < REPEATED_FOR]

    @classmethod
    def of(cls, alert: Alert, step: Transition | None, opening: Transition | None = None) -> Self:
        """The alert with the last step of its fingerprint, if that is a step of this alert at its present sequence.

        The same for the last opening, if it is one of this alert.
        """
        stands = step is not None and (step.alert.id, step.alert.sequence) == (alert.id, alert.sequence)
        its_own = opening is not None and opening.alert.id == alert.id and opening.alert.sequence <= alert.sequence
        return cls(alert=alert, step=step if stands else None, opening=opening if its_own else None)
