"""The notifier function: a batch in which each message stands for itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from functions.notifier import app
from pawpop_monitoring.bootstrap.notifier_services import NotifierServices
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.fakes import FakeChannel, context
from tests.unit.notifications.messages import message, resolved

EVENTS = Path("events/notifier")
PROMPT = message(kind=TransitionKind.ESCALATED)


def services(channel: FakeChannel, postponed: list[tuple[str, int]], aside: list[str]) -> NotifierServices:
    bench = Bench(channel=channel, aside=aside)
    return NotifierServices(bench.consumer, lambda handle, seconds: postponed.append((handle, seconds)))


def record(number: int, body: str, receives: int = 1) -> dict[str, Any]:
    return {
        "messageId": f"message-{number}",
        "receiptHandle": f"handle-{number}",
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(receives)},
        "eventSource": "aws:sqs",
    }


def test_each_message_of_a_batch_stands_for_itself() -> None:
    channel = FakeChannel([RetryableDeliveryError("down")])
    postponed: list[tuple[str, int]] = []
    aside: list[str] = []
    batch = [
        record(1, PROMPT.model_dump_json(), receives=4),
        record(2, "poison", receives=20),
        record(3, resolved(id="alert_2").model_dump_json()),
    ]
    answer = app.run(services(channel, postponed, aside), {"Records": batch}, context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert postponed == [("handle-1", 16)]
    assert aside == ["poison"]
    assert [mail.idempotency_key for mail in channel.sent] == [resolved(id="alert_2").key]


def test_a_batch_that_fails_as_a_whole_is_no_error_of_the_function() -> None:
    channel = FakeChannel([RetryableDeliveryError("down")])
    event = {"Records": [record(1, PROMPT.model_dump_json())]}
    answer = app.run(services(channel, [], []), event, context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}


def test_the_unexpected_comes_back_too() -> None:
    channel = FakeChannel([ZeroDivisionError()])
    postponed: list[tuple[str, int]] = []
    event = {"Records": [record(1, PROMPT.model_dump_json())]}
    answer = app.run(services(channel, postponed, []), event, context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert postponed == []


@pytest.mark.parametrize(
    ("case", "sent", "put_aside"),
    [("opened", 1, 0), ("group", 1, 0), ("resolved", 1, 0), ("poison", 0, 1), ("duplicates", 1, 0)],
)
def test_the_sample_events(case: str, sent: int, put_aside: int) -> None:
    channel = FakeChannel()
    aside: list[str] = []
    event = json.loads((EVENTS / f"{case}.json").read_text())
    assert app.run(services(channel, [], aside), event, context()) == {"batchItemFailures": []}
    assert (len(channel.sent), len(aside)) == (sent, put_aside)
