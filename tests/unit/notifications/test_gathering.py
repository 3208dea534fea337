"""What opens together is told together, and in order."""

from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from tests.unit.notifications.bench import OPENING, WINDOW, Bench
from tests.unit.notifications.fakes import FakeChannel, InMemoryGroupStore, context
from tests.unit.notifications.messages import OPENED_AT, alert, message, resolved


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
        (message(kind=TransitionKind.ESCALATED, sequence=2), 16),
        (message(reason=Reason.REOPENED, sequence=3), 17),
    ],
    ids=["got worse", "reopened"],
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


def test_what_is_over_before_its_opening_was_told_is_one_mail() -> None:
    bench = Bench()
    consumer = bench.consumer
    consumer.consume(OPENING, 1, context())
    bench.now += timedelta(seconds=5)
    assert consumer.consume(resolved().model_dump_json(), 1, context()) == Result(Outcome.DEFERRED, 16)
    bench.now += timedelta(seconds=16)
    assert consumer.consume(OPENING, 2, context()) == Result(Outcome.SUPERSEDED)
    assert consumer.consume(resolved().model_dump_json(), 2, context()) == Result(Outcome.DELIVERED)
    assert [mail.idempotency_key for mail in bench.channel.sent] == [resolved().key]


def test_a_group_leaves_out_who_is_over() -> None:
    bench = Bench()
    consumer = bench.consumer
    names = ["alert_a", "alert_b", "alert_c"]
    for name in names:
        consumer.consume(message(id=name).model_dump_json(), 1, context())
    bench.standby.put(alert(id="alert_b"))
    bench.standby.forget(alert(id="alert_b", resolved_at=OPENED_AT + timedelta(seconds=9)))
    bench.now += WINDOW
    outcomes = [consumer.consume(message(id=name).model_dump_json(), 2, context()).outcome for name in names]
    assert outcomes == [Outcome.DELIVERED, Outcome.SUPERSEDED, Outcome.ALREADY_DELIVERED]
    assert bench.progress.known["alert_b"].accepted is None
    assert [mail.idempotency_key for mail in bench.channel.sent] == ["group/0/3"]


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
    assert [bench.consumer.consume(body, 2, context()).outcome for body in bodies] == [Outcome.DEAD_LETTERED] * 2
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


def test_without_the_group_store_an_opening_is_told_alone_and_at_once() -> None:
    bench = Bench(groups=InMemoryGroupStore(broken=True))
    assert bench.consumer.consume(OPENING, 1, context()) == Result(Outcome.DELIVERED)
    assert [mail.idempotency_key for mail in bench.channel.sent] == [message().key]
