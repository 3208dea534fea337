"""Queues hold what the code sends, for as long as is promised."""

from typing import Any

from pawpop_monitoring.messaging.queue import Queue
from tests.unit.template.document import template

QUEUES = {
    name: found["Properties"] for name, found in template()["Resources"].items() if found["Type"] == "AWS::SQS::Queue"
}
LARGEST = 262_144
"""Of a message to SNS as well."""


class Recorder:
    """An SQS client that takes everything."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def send_message_batch(self, **request: Any) -> dict[str, Any]:
        self.batches.append([entry["MessageBody"] for entry in request["Entries"]])
        return {}


def test_all_take_messages_of_one_size_and_keep_them_for_two_weeks() -> None:
    assert len(QUEUES) >= 4
    for name, queue in QUEUES.items():
        assert queue["MaximumMessageSize"] == LARGEST, name
        assert queue["MessageRetentionPeriod"] == 14 * 86_400, name


def test_no_request_is_larger_than_a_queue_takes() -> None:
    client = Recorder()
    queue = Queue("url", lambda: client)
    queue.send(["a" * (LARGEST // 2)] * 2)
    queue.send(["a" * (LARGEST // 2), "a" * (LARGEST // 2 + 1)])
    assert [len(batch) for batch in client.batches] == [2, 1, 1]


def test_only_the_consumers_put_aside_soon() -> None:
    redriven = [queue["RedrivePolicy"]["maxReceiveCount"] for queue in QUEUES.values() if "RedrivePolicy" in queue]
    assert redriven
    assert set(redriven) == {1000}
