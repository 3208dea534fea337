"""Messages of AlertQueue: what people are told in one go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.contracts.wire import QueueModel, UtcDatetime, known_or_none
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind

_PLAIN = 200
_LEFT_OUT = {"note": "The details could not be sent; the dashboard and the API have them."}


class TransitionMessage(QueueModel):
    """One transition, complete: what people read is built from this alone, so that a retry is byte-identical.

    `previous_notified_at` and `previous_notified_severity` are what people knew before it; None if they knew nothing.
    `by` is who opened it again, or gave it back.
    """

    key: str
    kind: TransitionKind
    at: UtcDatetime
    alert: AlertSnapshot
    reason: Annotated[Reason | None, known_or_none(Reason)] = None
    previous_notified_at: UtcDatetime | None = None
    previous_notified_severity: Severity | None = None
    by: str | None = None

    @classmethod
    def of(cls, transition: Transition) -> Self:
        """The message that tells `transition`."""
        return cls(
            key=transition.key,
            kind=transition.kind,
            at=transition.at,
            alert=AlertSnapshot.of(transition.alert),
            reason=transition.reason,
            previous_notified_at=transition.previous_notified_at,
            previous_notified_severity=transition.previous_notified_severity,
            by=transition.by,
        )

    def bounded(self) -> Self:
        """The same with details that fit into a queue's message and a table's item."""
        return self.model_copy(update={"alert": self.alert.bounded()})

    def to_transition(self) -> Transition:
        """The transition that is told."""
        return Transition(
            kind=self.kind,
            alert=self.alert.to_alert(),
            at=self.at,
            reason=self.reason,
            previous_notified_at=self.previous_notified_at,
            previous_notified_severity=self.previous_notified_severity,
            by=self.by,
        )


class SilenceInForce(QueueModel):
    """Nobody is told of an alert before `until`; `by` is a person's name."""

    until: UtcDatetime
    by: str = ""


class AlsoOpen(QueueModel):
    """An alert that is open beside what is told; `taken_by` is who took it on, "" if nobody did."""

    id: str
    severity: Severity
    service: str
    message: str
    since: UtcDatetime
    taken_by: str = ""

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """As a line of a mail names it."""
        return cls(
            id=alert.id,
            severity=alert.severity,
            service=alert.service,
            message=alert.message,
            since=alert.timestamp,
            taken_by=(alert.acknowledged_by or "") if alert.acknowledged_at else "",
        )


class AlertMessage(TransitionMessage):
    """A transition, and the further ones that opened together with it and are told in the same mail.

    `group` is the key of a mail that tells of several. `alone`: told by itself and at once, whatever else opens.
    `unheard`: of what is over, that nobody had heard of it before; the notifier finds that out. `silence`: of a step
    that says so, what keeps the alert quiet from then on, None if nothing does any more. `also_open`: what else is
    open, the worst first, and how many more; the notifier finds that out for a mail.
    """

    schema_version: int = 1
    alone: bool = False
    group: str | None = None
    others: tuple[TransitionMessage, ...] = ()
    unheard: bool = False
    silence: SilenceInForce | None = None
    also_open: tuple[AlsoOpen, ...] = ()
    also_open_left: int = 0

    @property
    def mail_key(self) -> str:
        """What the mail is deduplicated by."""
        return self.group or self.key

    @property
    def steps(self) -> tuple[TransitionMessage, ...]:
        """All that the mail tells, the worst first."""
        return self, *self.others

    @classmethod
    def telling(cls, message: TransitionMessage) -> Self:
        """The message that tells this one transition."""
        return cls(**_fields(message))

    def bare(self) -> Self:
        """The same without details and with a message of plain letters, for a queue that refuses what it holds."""
        plain = "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in self.alert.message)
        alert = self.alert.model_copy(update={"message": plain[:_PLAIN], "details": dict(_LEFT_OUT)})
        return self.model_copy(update={"alert": alert})

    @classmethod
    def grouped(cls, messages: Sequence[TransitionMessage], group: str) -> Self:
        """One message for all of `messages`, the worst first, then the oldest; `group` stands for exactly these."""
        worst, *others = sorted(map(_bare, messages), key=_urgency)
        return cls(**_fields(worst), group=group, others=tuple(others))


def is_test(message: TransitionMessage) -> bool:
    """True for what `make test-email` raises."""
    return message.alert.details.get("test") is True


def asks_again(step: TransitionMessage) -> bool:
    """True for a reminder, and for the first one, which escalates since nobody answered."""
    return step.kind is TransitionKind.REMINDED or step.reason is Reason.UNANSWERED


def _urgency(message: TransitionMessage) -> tuple[int, datetime, str]:
    return -message.alert.severity.rank, message.alert.timestamp, message.key


def _bare(message: TransitionMessage) -> TransitionMessage:
    """The transition of a message, without what a subclass adds."""
    return TransitionMessage(**_fields(message))


def _fields(message: TransitionMessage) -> dict[str, Any]:
    return {name: getattr(message, name) for name in TransitionMessage.model_fields}
