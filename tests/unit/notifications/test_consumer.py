"""What is done with one message of AlertQueue."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.business_hours import BusinessHours
from pawpop_monitoring.notifications.consumer import AlertConsumer
from pawpop_monitoring.notifications.grouping.grouping import Grouping
from pawpop_monitoring.notifications.moot import Moot
from pawpop_monitoring.notifications.once import DeliverOnce
from pawpop_monitoring.notifications.outcome import Outcome, Result
from tests.factories import NOW
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.fakes import FakeChannel, FakePersistence, InMemoryGroupBook, context, notifier
from tests.unit.notifications.messages import alert, message, resolved

WINDOW = timedelta(seconds=20)
BODY = message(kind=TransitionKind.REMINDED).model_dump_json()
OPENING = message().model_dump_json()
SATURDAY_NIGHT = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)


@dataclass
class Bench:
    """A consumer around fakes; most messages here are reminders, which nothing holds."""

    channel: FakeChannel = field(default_factory=FakeChannel)
    aside: list[str] = field(default_factory=list)
    now: datetime = NOW
    book: InMemoryGroupBook = field(default_factory=InMemoryGroupBook)
    standby: InMemoryStandbyStore = field(default_factory=InMemoryStandbyStore)

    @property
    def consumer(self) -> AlertConsumer:
        return AlertConsumer(
            once=DeliverOnce(notifier(self.channel), FakePersistence()),
            hours=BusinessHours(ZoneInfo("UTC")),
            grouping=Grouping(self.book, WINDOW, lambda: self.now),
            moot=Moot(self.standby),
            put_aside=self.aside.append,
            clock=lambda: self.now,
        )


def test_a_message_is_delivered_and_done_with() -> None:
    assert Bench().consumer.consume(BODY, 1, context()) == Result(Outcome.DELIVERED)


def test_a_failure_comes_back_after_the_back_off() -> None:
    bench = Bench(FakeChannel([RetryableDeliveryError("down"), RetryableDeliveryError("quota", 3600)]))
    consumer = bench.consumer
    assert consumer.consume(BODY, 3, context()) == Result(Outcome.FAILED, 8)
    assert consumer.consume(BODY, 4, context()) == Result(Outcome.FAILED, 3600)
    assert bench.aside == []


def test_what_the_provider_refuses_is_kept_for_a_person() -> None:
    bench = Bench(FakeChannel([PermanentDeliveryError("refused")]))
    assert bench.consumer.consume(BODY, 1, context()) == Result(Outcome.PUT_ASIDE)
    assert bench.aside == [BODY]


@pytest.mark.parametrize("body", ["", "not json", "{}", "[]", BODY.replace('"kind"', '"sort"')])
def test_what_can_not_be_read_is_kept_for_a_person(body: str) -> None:
    bench = Bench()
    assert bench.consumer.consume(body, 1, context()) == Result(Outcome.PUT_ASIDE)
    assert bench.aside == [body]


def test_what_can_not_even_be_put_aside_is_not_lost() -> None:
    def no_queue(_: str) -> None:
        raise ConnectionError("no queue")

    consumer = AlertConsumer(
        once=Bench().consumer.once,
        hours=BusinessHours(ZoneInfo("UTC")),
        grouping=Bench().consumer.grouping,
        moot=lambda _: False,
        put_aside=no_queue,
        clock=lambda: NOW,
    )
    with pytest.raises(ConnectionError):
        consumer.consume("poison", 1, context())


def test_low_messages_wait_for_monday_morning() -> None:
    bench = Bench(now=SATURDAY_NIGHT)
    low = message(severity=Severity.LOW).model_dump_json()
    assert bench.consumer.consume(low, 1, context()) == Result(Outcome.DEFERRED, 35 * 3600)
    assert bench.consumer.consume(BODY, 1, context()) == Result(Outcome.DELIVERED)
    assert len(bench.channel.sent) == 1


def test_a_test_mail_does_not_wait_for_business_hours() -> None:
    bench = Bench(now=SATURDAY_NIGHT)
    low = message(severity=Severity.LOW, details={"test": True}).model_dump_json()
    assert bench.consumer.consume(low, 1, context()) == Result(Outcome.DELIVERED)


def test_nothing_is_begun_that_can_not_be_finished() -> None:
    bench = Bench()
    assert bench.consumer.consume(BODY, 1, context(milliseconds=9_000)) == Result(Outcome.DEFERRED, 0)
    assert bench.channel.sent == []


def test_an_opening_waits_for_others_and_is_then_delivered_at_its_first_attempt() -> None:
    bench = Bench()
    assert bench.consumer.consume(OPENING, 1, context()) == Result(Outcome.DEFERRED, 20)
    assert bench.channel.sent == []
    bench.now += WINDOW
    bench.channel.errors.append(RetryableDeliveryError("busy"))
    assert bench.consumer.consume(OPENING, 2, context()) == Result(Outcome.FAILED, 2)
    assert bench.consumer.consume(OPENING, 3, context()) == Result(Outcome.DELIVERED)
    assert [mail.idempotency_key for mail in bench.channel.sent] == [message().key]


def test_what_opens_within_the_window_is_one_mail() -> None:
    bench = Bench()
    bodies = [message(id=f"alert_{number}").model_dump_json() for number in range(3)]
    for body in bodies:
        bench.consumer.consume(body, 1, context())
        bench.now += timedelta(seconds=9)
    consumer = bench.consumer
    outcomes = [consumer.consume(body, 2, context()).outcome for body in bodies]
    assert outcomes == [Outcome.DELIVERED, *[Outcome.ALREADY_DELIVERED] * 2]
    assert [mail.idempotency_key for mail in bench.channel.sent] == ["group/0/3"]


@pytest.mark.parametrize(
    ("follows", "wait"),
    [
        (resolved(), 16),
        (message(kind=TransitionKind.ESCALATED, sequence=2), 16),
        (message(reason=Reason.REOPENED, sequence=3), 17),
    ],
    ids=["over", "got worse", "reopened"],
)
def test_what_follows_comes_after_an_opening_that_still_waits(follows: AlertMessage, wait: int) -> None:
    bench = Bench()
    consumer = bench.consumer
    consumer.consume(OPENING, 1, context())
    bench.now += timedelta(seconds=5)
    assert consumer.consume(follows.model_dump_json(), 1, context()) == Result(Outcome.DEFERRED, wait)
    bench.now += timedelta(seconds=wait)
    consumer.consume(OPENING, 2, context())
    assert consumer.consume(follows.model_dump_json(), 2, context()) == Result(Outcome.DELIVERED)
    assert [mail.idempotency_key for mail in bench.channel.sent] == [message().key, follows.key]


def test_what_opens_later_is_a_mail_of_its_own() -> None:
    bench = Bench()
    bench.consumer.consume(OPENING, 1, context())
    bench.now += WINDOW
    later = message(id="alert_later").model_dump_json()
    assert bench.consumer.consume(later, 1, context()) == Result(Outcome.DEFERRED, 20)


def test_a_group_that_is_refused_for_good_is_put_aside_message_by_message() -> None:
    bench = Bench(FakeChannel([PermanentDeliveryError("refused"), PermanentDeliveryError("refused")]))
    bodies = [message(id=f"alert_{number}").model_dump_json() for number in range(2)]
    for body in bodies:
        bench.consumer.consume(body, 1, context())
    bench.now += WINDOW
    assert [bench.consumer.consume(body, 2, context()).outcome for body in bodies] == [Outcome.PUT_ASIDE] * 2
    assert bench.aside == bodies


@pytest.mark.parametrize(
    "prompt",
    [
        message().model_copy(update={"alone": True}),
        message(details={"test": True}),
        message(kind=TransitionKind.ESCALATED),
        resolved(),
    ],
    ids=["without the alert store", "test", "escalation", "recovery"],
)
def test_nothing_else_waits(prompt: AlertMessage) -> None:
    assert Bench().consumer.consume(prompt.model_dump_json(), 1, context()) == Result(Outcome.DELIVERED)


def test_a_copy_of_what_was_told_alone_does_not_join_a_group() -> None:
    bench = Bench()
    consumer = bench.consumer
    consumer.consume(message().model_copy(update={"alone": True}).model_dump_json(), 1, context())
    consumer.consume(message(id="alert_other").model_dump_json(), 1, context())
    assert consumer.consume(OPENING, 1, context()) == Result(Outcome.ALREADY_DELIVERED)


def test_a_copy_without_the_alert_store_belongs_to_the_group_that_it_is_in() -> None:
    bench = Bench()
    bench.consumer.consume(OPENING, 1, context())
    urgent = message().model_copy(update={"alone": True}).model_dump_json()
    assert bench.consumer.consume(urgent, 1, context()) == Result(Outcome.DEFERRED, 20)


def test_without_the_book_an_opening_is_told_alone_and_at_once() -> None:
    bench = Bench(book=InMemoryGroupBook(broken=True))
    assert bench.consumer.consume(OPENING, 1, context()) == Result(Outcome.DELIVERED)
    assert [mail.idempotency_key for mail in bench.channel.sent] == [message().key]


def _taken_on(minutes: float) -> Alert:
    """The alert of `message()`, acknowledged so long after its opening."""
    at = message().at + timedelta(minutes=minutes)
    return alert(status=AlertStatus.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by="person")


def _reminder(reason: Reason, **changes: Any) -> str:
    kind = TransitionKind.ESCALATED if reason is Reason.UNANSWERED else TransitionKind.REMINDED
    return message(kind, timedelta(minutes=15), reason=reason, **changes).model_dump_json()


@pytest.mark.parametrize("reason", [Reason.REMINDED, Reason.UNANSWERED])
def test_a_reminder_that_waited_while_somebody_took_the_alert_on_is_not_told(reason: Reason) -> None:
    bench = Bench()
    bench.standby.put(_taken_on(16))
    assert bench.consumer.consume(_reminder(reason), 3, context()) == Result(Outcome.MOOT)
    assert bench.channel.sent == []


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (_reminder(Reason.REMINDED), None),
        (_reminder(Reason.REMINDED), alert()),
        (_reminder(Reason.REMINDED), _taken_on(14)),
        (_reminder(Reason.REMINDED, id="alert_other"), _taken_on(16)),
        (_reminder(Reason.ACKNOWLEDGEMENT_EXPIRED), _taken_on(16)),
        (_reminder(Reason.ESCALATED), _taken_on(16)),
        (resolved().model_dump_json(), _taken_on(16)),
    ],
    ids=["unknown", "still open", "taken on before", "another", "acknowledgement ran out", "got worse", "over"],
)
def test_everything_else_is_told(body: str, known: Alert | None) -> None:
    bench = Bench()
    if known is not None:
        bench.standby.put(known)
    assert bench.consumer.consume(body, 1, context()) == Result(Outcome.DELIVERED)


def test_a_reminder_is_told_when_nobody_can_say_whether_the_alert_was_taken_on() -> None:
    bench = Bench(standby=InMemoryStandbyStore(unavailable=True))
    assert bench.consumer.consume(_reminder(Reason.REMINDED), 1, context()) == Result(Outcome.DELIVERED)
