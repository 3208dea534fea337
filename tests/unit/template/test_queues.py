"""Queues hold what the code sends, for as long as is promised."""

from typing import Any

from pawpop_monitoring.messaging.queue import Queue
from tests.unit.template.document import functions, template

QUEUES = {
    name: found["Properties"] for name, found in template()["Resources"].items() if found["Type"] == "AWS::SQS::Queue"
}
USUAL_TIMEOUT = template()["Globals"]["Function"]["Timeout"]
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


def test_a_message_stays_out_of_sight_for_six_runs_of_its_consumer() -> None:
    """As AWS asks, so that one that was throttled on its way is not handed out twice."""
    consumers = [
        (function.get("Timeout", USUAL_TIMEOUT), event["Properties"])
        for function in functions(template()).values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "SQS"
    ]
    assert len(consumers) >= 4
    for timeout, source in consumers:
        name = source["Queue"]["Fn::GetAtt"].removesuffix(".Arn")
        wanted = 6 * timeout + source.get("MaximumBatchingWindowInSeconds", 0)
        assert QUEUES[name]["VisibilityTimeout"] >= wanted, name
