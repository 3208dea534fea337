"""What the standby store knows of an open alert."""

from dataclasses import dataclass
from typing import Self

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.transition import Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyEntry:
    """An open alert, and the step that people should have heard last.

    `step` is None where that is the opening, and where the alert store has it in its outbox.
    """

    alert: Alert
    step: Transition | None = None

    @classmethod
    def of(cls, alert: Alert, step: Transition | None) -> Self:
        """The alert with the last step of its fingerprint, if that is a step of this alert at its present sequence."""
        stands = step is not None and (step.alert.id, step.alert.sequence) == (alert.id, alert.sequence)
        return cls(alert=alert, step=step if stands else None)
