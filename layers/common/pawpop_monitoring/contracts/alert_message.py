"""Messages of AlertQueue: what people are told in one go."""

from collections.abc import Sequence
from typing import Literal, Self

from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind


class TransitionMessage(WireModel):
    """One transition, complete: what people read is built from this alone, so that a retry is byte-identical.

    `heard_at` and `heard_severity` are what people knew before it; None if they knew nothing.
    """

    key: str
    kind: TransitionKind
    at: UtcDatetime
    alert: AlertSnapshot
    reason: Reason | None = None
    heard_at: UtcDatetime | None = None
    heard_severity: Severity | None = None

    @classmethod
    def of(cls, transition: Transition) -> Self:
        """The message that tells `transition`."""
        return cls(
            key=transition.key,
            kind=transition.kind,
            at=transition.at,
            alert=AlertSnapshot.of(transition.alert),
            reason=transition.reason,
            heard_at=transition.heard_at,
            heard_severity=transition.heard_severity,
        )


class AlertMessage(TransitionMessage):
    """A transition, and the further ones that opened together with it and are told in the same mail."""

    schema_version: Literal[1] = 1
    also: tuple[TransitionMessage, ...] = ()

    @classmethod
    def grouped(cls, messages: Sequence[TransitionMessage], key: str) -> Self:
        """One message for all of `messages`, the worst first; `key` stands for exactly this group."""
        worst, *others = sorted(messages, key=lambda message: (-message.alert.severity.rank, message.key))
        own = worst.model_dump(by_alias=False, include=TransitionMessage.model_fields.keys() - {"key"})
        return cls(key=key, **own, also=tuple(map(_bare, others)))


def _bare(message: TransitionMessage) -> TransitionMessage:
    """The transition of a message, without what a subclass adds."""
    return TransitionMessage(**{name: getattr(message, name) for name in TransitionMessage.model_fields})
