"""Delivering once, with the deduplication store in every state."""

import pytest

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.stages.once import DeliverOnce
from tests.unit.notifications.fakes import FakeChannel, FakePersistence, context, notifier
from tests.unit.notifications.messages import message, resolved


def once(channel: FakeChannel, store: FakePersistence) -> DeliverOnce:
    return DeliverOnce(notifier(channel), store)


def test_a_second_copy_is_recognised() -> None:
    channel = FakeChannel()
    guard = once(channel, FakePersistence())
    assert guard.deliver(message(), 1, context()) is Outcome.DELIVERED
    assert guard.deliver(message(), 2, context()) is Outcome.ALREADY_DELIVERED
    assert len(channel.sent) == 1


def test_each_step_is_told() -> None:
    channel = FakeChannel()
    guard = once(channel, FakePersistence())
    guard.deliver(message(), 1, context())
    assert guard.deliver(resolved(), 1, context()) is Outcome.DELIVERED
    assert len(channel.sent) == 2


def test_the_provider_down_then_up() -> None:
    channel = FakeChannel([RetryableDeliveryError("down")])
    guard = once(channel, FakePersistence())
    with pytest.raises(RetryableDeliveryError, match="down"):
        guard.deliver(message(), 1, context())
    assert guard.deliver(message(), 2, context()) is Outcome.DELIVERED
    assert len(channel.sent) == 1


def test_without_the_store_the_message_goes_out_all_the_same() -> None:
    channel = FakeChannel()
    assert once(channel, FakePersistence("put")).deliver(message(), 1, context()) is Outcome.DELIVERED
    assert [mail.idempotency_key for mail in channel.sent] == [message().key]


def test_a_store_that_fails_after_the_send_leads_to_a_repetition_under_the_same_key() -> None:
    channel = FakeChannel()
    with pytest.raises(RetryableDeliveryError, match="could not be marked"):
        once(channel, FakePersistence("update")).deliver(message(), 1, context())
    assert len(channel.sent) == 1


def test_a_store_that_fails_after_a_failure_does_not_hide_it() -> None:
    channel = FakeChannel([PermanentDeliveryError("refused")])
    with pytest.raises(PermanentDeliveryError, match="refused"):
        once(channel, FakePersistence("delete")).deliver(message(), 1, context())
