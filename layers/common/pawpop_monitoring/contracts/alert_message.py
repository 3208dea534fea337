"""Messages of AlertQueue: one transition each."""

from typing import Literal, Self

from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.transition import Transition, TransitionKind


class AlertMessage(WireModel):
    """A transition, complete: the mail is built from this alone, so that a retry is byte-identical."""

    schema_version: Literal[1] = 1
    key: str
    kind: TransitionKind
    at: UtcDatetime
    alert: AlertSnapshot

    @classmethod
    def of(cls, transition: Transition) -> Self:
        """The message that tells `transition`."""
        return cls(
            key=transition.key,
            kind=transition.kind,
            at=transition.at,
            alert=AlertSnapshot.of(transition.alert),
        )

    def to_transition(self) -> Transition:
        """The transition that was told."""
        return Transition(kind=self.kind, alert=self.alert.to_alert(), at=self.at)
