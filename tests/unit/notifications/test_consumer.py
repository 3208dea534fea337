"""What is done with one message of AlertQueue."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from tests.unit.notifications.bench import PROMPT, Bench
from tests.unit.notifications.fakes import FakeChannel, context
from tests.unit.notifications.messages import message, resolved

SATURDAY_NIGHT = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)


def test_a_message_is_delivered_and_done_with() -> None:
    assert Bench().consumer.consume(PROMPT, 1, context()) == Result(Outcome.DELIVERED)


def test_a_failure_comes_back_after_the_back_off() -> None:
    bench = Bench(FakeChannel([RetryableDeliveryError("down"), RetryableDeliveryError("quota", 3600)]))
    consumer = bench.consumer
    assert consumer.consume(PROMPT, 3, context()) == Result(Outcome.FAILED, 8)
    assert consumer.consume(PROMPT, 4, context()) == Result(Outcome.FAILED, 3600)
    assert bench.aside == []


def test_what_the_provider_refuses_is_kept_for_a_person() -> None:
    bench = Bench(FakeChannel([PermanentDeliveryError("refused")]))
    assert bench.consumer.consume(PROMPT, 1, context()) == Result(Outcome.DEAD_LETTERED)
    assert bench.aside == [PROMPT]


@pytest.mark.parametrize("body", ["", "not json", "{}", "[]", PROMPT.replace('"kind"', '"sort"')])
def test_what_can_not_be_read_is_tried_for_an_hour_and_then_kept_for_a_person(body: str) -> None:
    bench = Bench()
    waits = [bench.consumer.consume(body, attempt, context()) for attempt in range(1, 20)]
    assert {wait.outcome for wait in waits} == {Outcome.FAILED}
    assert 3600 <= sum(wait.retry_in or 0 for wait in waits) < 2 * 3600
    assert bench.consumer.consume(body, 20, context()) == Result(Outcome.DEAD_LETTERED)
    assert bench.aside == [body]


def test_what_can_not_even_be_put_aside_is_not_lost() -> None:
    def no_queue(_: str) -> None:
        raise ConnectionError("no queue")

    consumer = replace(Bench().consumer, put_aside=no_queue)
    with pytest.raises(ConnectionError):
        consumer.consume("poison", 20, context())


def test_low_messages_wait_for_monday_morning() -> None:
    bench = Bench(now=SATURDAY_NIGHT)
    low = message(severity=Severity.LOW).model_dump_json()
    assert bench.consumer.consume(low, 1, context()) == Result(Outcome.DEFERRED, 35 * 3600)
    assert bench.consumer.consume(PROMPT, 1, context()) == Result(Outcome.DELIVERED)
    assert len(bench.channel.sent) == 1


def test_a_test_mail_does_not_wait_for_business_hours() -> None:
    bench = Bench(now=SATURDAY_NIGHT)
    low = message(severity=Severity.LOW, details={"test": True}).model_dump_json()
    assert bench.consumer.consume(low, 1, context()) == Result(Outcome.DELIVERED)


def test_nothing_is_begun_that_can_not_be_finished() -> None:
    bench = Bench()
    assert bench.consumer.consume(PROMPT, 1, context(milliseconds=9_000)) == Result(Outcome.DEFERRED, 0)
    assert bench.channel.sent == []


def test_what_waits_or_is_overtaken_is_recorded_with_its_reason() -> None:
    bench = Bench(now=SATURDAY_NIGHT)
    low = message(severity=Severity.LOW)
    bench.consumer.consume(low.model_dump_json(), 1, context())
    bench.consumer.consume(resolved(sequence=2).model_dump_json(), 1, context())
    bench.consumer.consume(low.model_dump_json(), 2, context())
    rows = [row for row in bench.records.records if isinstance(row, DeliveryRecord)]
    monday = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert [(row.transition, row.attempt, row.outcome, row.why, row.until) for row in rows] == [
        ("opened", 0, "waiting", "low severity waits for business hours", monday),
        ("resolved", 1, "accepted", None, None),
        ("opened", 0, "dropped", "it is over since", None),
    ]
