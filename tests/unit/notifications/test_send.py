"""One attempt and its record."""

import pytest

from pawpop_monitoring.contracts.records import DeliveryRecord
from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError
from tests.factories import NOW
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.unit.notifications.fakes import FakeChannel, sender
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
