"""Fakes of the ports that the notifications stand on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyItemAlreadyExistsError,
    IdempotencyItemNotFoundError,
)
from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage, asks_again
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.channel import Channel, Compose, Receipt
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.pipeline import follow
from pawpop_monitoring.notifications.progress import Mark, Progress, is_end, overtaken
from pawpop_monitoring.notifications.stages.group import Membership
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.notifications.stages.send import Send
from pawpop_monitoring.notifications.turns import Turns
from pawpop_monitoring.notifications.verdict import Go, Parcel, Stage, Verdict
from tests.factories import NOW
from tests.fakes.publishers import InMemoryRecordPublisher


@dataclass
class FakeChannel:
    """Accepts everything, but for the errors that it is told to raise first."""

    errors: list[BaseException] = field(default_factory=list)
    sent: list[Mail] = field(default_factory=list)
    name: str = "email"

    def send(self, mail: Mail) -> Receipt:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(mail)
        return Receipt(f"mail-{len(self.sent)}")


class FakePersistence(BasePersistenceLayer):
    """Powertools' store in memory; `broken` names the operations that fail."""

    def __init__(self, *broken: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.broken = set(broken)
        self.stored: dict[str, DataRecord] = {}

    def _get_record(self, idempotency_key: str) -> DataRecord:
        self._check("get")
        if idempotency_key not in self.stored:
            raise IdempotencyItemNotFoundError
        return self.stored[idempotency_key]

    def _put_record(self, data_record: DataRecord) -> None:
        self._check("put")
        if data_record.idempotency_key in self.stored:
            raise IdempotencyItemAlreadyExistsError(old_data_record=self.stored[data_record.idempotency_key])
        self.stored[data_record.idempotency_key] = data_record

    def _update_record(self, data_record: DataRecord) -> None:
        self._check("update")
        self.stored[data_record.idempotency_key] = data_record

    def _delete_record(self, data_record: DataRecord) -> None:
        self._check("delete")
        self.stored.pop(data_record.idempotency_key, None)

    def _check(self, operation: str) -> None:
        if operation in self.broken:
            raise ConnectionError(f"no store for {operation}")


@dataclass
class InMemoryGroupStore:
    """One group after the other; `broken` fails whatever it is asked."""

    broken: bool = False
    memberships: dict[str, Membership] = field(default_factory=dict)
    members: dict[str, list[TransitionMessage]] = field(default_factory=dict)
    latest: dict[bool, Membership] = field(default_factory=dict)

    def join(self, message: AlertMessage, now: datetime, window: timedelta) -> Membership:
        self._check()
        if message.key not in self.memberships:
            self.memberships[message.key] = self._joined(message, now, window)
        return self.memberships[message.key]

    def due(self, key: str) -> datetime | None:
        self._check()
        return self.memberships[key].due if key in self.memberships else None

    def close(self, group: str) -> Sequence[TransitionMessage]:
        self._check()
        self.latest = {kind: latest for kind, latest in self.latest.items() if latest.group != group}
        return self.members[group]

    def _joined(self, message: AlertMessage, now: datetime, window: timedelta) -> Membership:
        if not window:
            return Membership(None, now)
        kind = asks_again(message)
        if kind not in self.latest or self.latest[kind].due <= now:
            self.latest[kind] = Membership(str(len(self.members)), now + window)
        self.members.setdefault(str(self.latest[kind].group), []).append(message)
        return self.latest[kind]

    def _check(self) -> None:
        if self.broken:
            raise ConnectionError("no store")


@dataclass
class InMemoryProgressStore:
    """How far telling has come, by alert; with `unavailable` set, every call fails."""

    unavailable: bool = False
    known: dict[str, Progress] = field(default_factory=dict)
    turns: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def read(self, step: TransitionMessage) -> Progress:
        return self._of(step)

    def arrive(self, step: TransitionMessage, now: datetime) -> Progress:  # noqa: ARG002
        before, mark = self._of(step), Mark.of(step)
        after = replace(before, arrived=_later(before.arrived, mark))
        self.known[step.alert.id] = replace(after, ended=_later(after.ended, mark)) if is_end(step) else after
        return before

    def pass_over(self, end: TransitionMessage, now: datetime) -> None:  # noqa: ARG002
        before = self._of(end)
        self.known[end.alert.id] = replace(before, ended=_later(before.ended, Mark.of(end)))

    def begin(self, step: TransitionMessage, now: datetime, until: datetime) -> bool:
        known = self._of(step)
        key, ends = self.turns.get(step.alert.id, (step.key, now))
        if overtaken(step, known) or (key != step.key and ends >= now):
            return False
        self.turns[step.alert.id] = (step.key, until)
        self.known[step.alert.id] = replace(known, attempted=known.attempted | {step.key})
        return True

    def end(self, step: TransitionMessage, *, accepted: bool, undecided: bool = False) -> None:
        known = self._of(step)
        if accepted:
            known = replace(known, accepted=_later(known.accepted, Mark.of(step)))
        if not undecided:
            known = replace(known, attempted=known.attempted - {step.key})
        self.known[step.alert.id] = known
        if self.turns.get(step.alert.id, ("", None))[0] == step.key:
            del self.turns[step.alert.id]

    def _of(self, step: TransitionMessage) -> Progress:
        if self.unavailable:
            raise StoreUnavailableError("What was told can't be looked up: EndpointConnectionError.")
        return self.known.get(step.alert.id, Progress())


def _later(known: Mark | None, mark: Mark) -> Mark:
    return max(known or mark, mark)


@dataclass
class _Context:
    milliseconds: int

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


def context(milliseconds: int = 30_000) -> LambdaContext:
    """An invocation with that much time left."""
    return cast("LambdaContext", _Context(milliseconds))


def plain(message: AlertMessage) -> Mail:
    """The shortest notification of a message."""
    return Mail(
        recipients=("a@example.com",),
        subject=message.alert.message,
        text="text",
        html="html",
        idempotency_key=message.mail_key,
    )


def log(records: InMemoryRecordPublisher | None = None) -> DeliveryLog:
    """The log of the fake channel."""
    return DeliveryLog("email", records or InMemoryRecordPublisher(), lambda: NOW)


def sender(channel: FakeChannel, records: InMemoryRecordPublisher | None = None) -> Send[Mail]:
    """The last stage, around the fakes."""
    return Send(channel, plain, log(records), Turns(InMemoryProgressStore()))


@dataclass(frozen=True)
class Guard:
    """The last two stages alone."""

    channel: Channel[Mail]
    store: BasePersistenceLayer
    compose: Compose[Mail] = plain

    def verdict(self, told: AlertMessage, attempt: int = 1, milliseconds: int = 30_000) -> Verdict:
        parcel = Parcel(body="", attempt=attempt, now=NOW, context=context(milliseconds), read=told)
        stages: list[Stage] = [
            Once("email", self.store),
            Send(self.channel, self.compose, log(), Turns(InMemoryProgressStore())),
        ]
        return follow(parcel, stages)[1]

    def deliver(self, told: AlertMessage, attempt: int = 1, milliseconds: int = 30_000) -> Outcome:
        verdict = self.verdict(told, attempt, milliseconds)
        return Outcome.DELIVERED if isinstance(verdict, Go) else verdict.outcome
