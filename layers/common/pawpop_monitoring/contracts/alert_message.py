"""Messages of AlertQueue: what people are told in one go."""

from collections.abc import Sequence
from typing import Literal, Self

from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.transition import Transition, TransitionKind


class TransitionMessage(WireModel):
    """One transition, complete: what people read is built from this alone, so that a retry is byte-identical."""

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


class AlertMessage(TransitionMessage):
    """A transition, and the further ones that opened together with it and are told in the same mail."""

    schema_version: Literal[1] = 1
    also: tuple[TransitionMessage, ...] = ()

    @classmethod
    def grouped(cls, messages: Sequence[TransitionMessage], key: str) -> Self:
        """One message for all of `messages`, the worst first; `key` stands for exactly this group."""
        worst, *others = sorted(messages, key=lambda message: (-message.alert.severity.rank, message.key))
        return cls(
            key=key,
            kind=worst.kind,
            at=worst.at,
            alert=worst.alert,
            also=tuple(
                TransitionMessage(key=each.key, kind=each.kind, at=each.at, alert=each.alert) for each in others
            ),
        )
