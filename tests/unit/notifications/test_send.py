"""One attempt and its record."""

from dataclasses import dataclass, field, replace

import pytest

from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.stages.send import Send
from pawpop_monitoring.notifications.turns import Turns
from pawpop_monitoring.notifications.verdict import Parcel
from tests.factories import NOW
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.unit.notifications.fakes import FakeChannel, InMemoryProgressStore, context, log, sender
from tests.unit.notifications.messages import message


def test_a_delivery_is_recorded() -> None:
    channel, records = FakeChannel(), InMemoryRecordPublisher()
    receipt = sender(channel, records).deliver(message(), attempt=3)
    assert receipt.provider_id == "mail-1"
    assert records.records == [
        DeliveryRecord(
            transition_key="alert_0123456789abcdef0123/1-opened",
            alert_id="alert_0123456789abcdef0123",
            transition=message().kind,
            channel="email",
            outcome="accepted",
            provider_id="mail-1",
            attempt=3,
            attempted_at=NOW,
        )
    ]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(RetryableDeliveryError("busy", 5), "retry"), (PermanentDeliveryError("refused"), "failed")],
)
def test_a_failure_is_recorded_and_passed_on(error: DeliveryError, outcome: str) -> None:
    records = InMemoryRecordPublisher()
    with pytest.raises(type(error)) as raised:
        sender(FakeChannel([error]), records).deliver(message(), attempt=1)
    assert raised.value is error
    assert [record.outcome for record in records.records if isinstance(record, DeliveryRecord)] == [outcome]


def test_whoever_dies_before_it_is_noted_as_told_leaves_the_record() -> None:
    """The next copy finds it told, or tells it anew: it records nothing in the first case."""

    class Doomed(InMemoryProgressStore):
        def end(self, step: TransitionMessage, *, accepted: bool, undecided: bool = False) -> None:  # noqa: ARG002
            raise KeyboardInterrupt

    channel, records = FakeChannel(), InMemoryRecordPublisher()
    mortal = replace(sender(channel, records), turns=Turns(Doomed()))
    with pytest.raises(KeyboardInterrupt):
        mortal.deliver(message(), attempt=1)
    assert [record.outcome for record in records.records if isinstance(record, DeliveryRecord)] == ["accepted"]


def test_a_record_that_can_not_be_published_does_not_undo_the_delivery() -> None:
    channel = FakeChannel()
    receipt = sender(channel, InMemoryRecordPublisher(failing=True)).deliver(message(), attempt=1)
    assert receipt.provider_id == "mail-1"
    assert len(channel.sent) == 1


def test_a_record_that_can_not_be_published_does_not_hide_why_delivery_failed() -> None:
    with pytest.raises(RetryableDeliveryError, match="busy"):
        sender(FakeChannel([RetryableDeliveryError("busy")]), InMemoryRecordPublisher(failing=True)).deliver(
            message(), 1
        )


@dataclass(frozen=True)
class Note:
    """A notification for a provider that knows no repetitions."""

    idempotency_key: str
    repeated: bool = False

    def in_doubt(self) -> "Note":
        return replace(self, repeated=True)


@dataclass
class Board:
    """A channel of such notes."""

    errors: list[DeliveryError]
    sent: list[Note] = field(default_factory=list)
    name: str = "board"

    def send(self, note: Note) -> Receipt:
        self.sent.append(note)
        if self.errors:
            raise self.errors.pop(0)
        return Receipt("note")


@pytest.mark.parametrize(("undecided", "repeated"), [(True, [False, True]), (False, [False, False])])
def test_what_may_have_been_taken_before_says_so(undecided: bool, repeated: list[bool]) -> None:
    board = Board([RetryableDeliveryError("busy", undecided=undecided)])
    send = Send(board, lambda told: Note(told.key), log(), Turns(InMemoryProgressStore()))
    for attempt in (1, 2):
        send(Parcel(body="", attempt=attempt, now=NOW, context=context(), read=message()))
    assert [note.repeated for note in board.sent] == repeated
