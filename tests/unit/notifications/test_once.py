"""Delivering once, with the deduplication store in every state."""

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.verdict import Drop, Wait
from tests.unit.notifications.fakes import FakeChannel, FakePersistence, Guard
from tests.unit.notifications.messages import message, resolved


def test_a_second_copy_is_recognised() -> None:
    channel = FakeChannel()
    guard = Guard(channel, FakePersistence())
    assert guard.deliver(message(), 1) is Outcome.DELIVERED
    assert guard.deliver(message(), 2) is Outcome.ALREADY_DELIVERED
    assert len(channel.sent) == 1


def test_each_step_is_told() -> None:
    channel = FakeChannel()
    guard = Guard(channel, FakePersistence())
    guard.deliver(message(), 1)
    assert guard.deliver(resolved(), 1) is Outcome.DELIVERED
    assert len(channel.sent) == 2


def test_the_provider_down_then_up() -> None:
    channel = FakeChannel([RetryableDeliveryError("down")])
    guard = Guard(channel, FakePersistence())
    verdict = guard.verdict(message(), 1)
    assert isinstance(verdict, Wait)
    assert (verdict.outcome, verdict.why) == (Outcome.FAILED, "attempt 1: down")
    assert guard.deliver(message(), 2) is Outcome.DELIVERED
    assert len(channel.sent) == 1


def test_without_the_store_the_message_goes_out_all_the_same() -> None:
    channel = FakeChannel()
    assert Guard(channel, FakePersistence("put")).deliver(message(), 1) is Outcome.DELIVERED
    assert [mail.idempotency_key for mail in channel.sent] == [message().key]


def test_a_store_that_fails_after_the_send_leads_to_a_repetition_under_the_same_key() -> None:
    channel = FakeChannel()
    verdict = Guard(channel, FakePersistence("update")).verdict(message(), 1)
    assert isinstance(verdict, Wait)
    assert "could not be marked" in verdict.why
    assert len(channel.sent) == 1


def test_a_store_that_fails_after_a_failure_does_not_hide_it() -> None:
    channel = FakeChannel([PermanentDeliveryError("refused")])
    verdict = Guard(channel, FakePersistence("delete")).verdict(message(), 1)
    assert verdict == Drop("can't be delivered: refused", Outcome.DEAD_LETTERED)
