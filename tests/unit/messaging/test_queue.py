"""Sending to SQS: what it will never take is named, and holds up nothing else."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.messaging.offering import RefusedForNowError
from pawpop_monitoring.messaging.publishers import SnsAlertPublisher, SqsRecordPublisher
from pawpop_monitoring.messaging.put_aside import Aside
from pawpop_monitoring.messaging.queue import Queue
from pawpop_monitoring.messaging.topic import Topic
from tests.factories import NOW, make_health_record, make_transition

LIMIT = 262_144


@dataclass
class Sqs:
    """Takes bodies as SQS does: a request of too many bytes, or with POISON in it, is refused as a whole."""

    taken: list[str] = field(default_factory=list)
    requests: int = 0

    def send_message_batch(self, **request: Any) -> dict[str, Any]:
        self.requests += 1
        bodies = {entry["Id"]: entry["MessageBody"] for entry in request["Entries"]}
        if sum(len(body.encode()) for body in bodies.values()) > LIMIT:
            raise _error("AWS.SimpleQueueService.BatchRequestTooLong")
        if any("POISON" in body for body in bodies.values()):
            raise _error("InvalidMessageContents")
        failed = [
            {"Id": number, "Code": "Busy" if "BUSY" in body else "BadEntry", "SenderFault": "BUSY" not in body}
            for number, body in bodies.items()
            if "BUSY" in body or "BAD" in body
        ]
        self.taken += [body for number, body in bodies.items() if number not in {each["Id"] for each in failed}]
        return {"Failed": failed} if failed else {}


@dataclass
class Sns:
    """Takes messages as SNS does, and keeps their attributes."""

    taken: list[str] = field(default_factory=list)
    attributes: list[dict[str, str]] = field(default_factory=list)

    def publish_batch(self, **request: Any) -> dict[str, Any]:
        entries = request["PublishBatchRequestEntries"]
        poison = [entry for entry in entries if "POISON" in entry["Message"]]
        for entry in entries:
            if entry not in poison:
                self.taken.append(entry["Message"])
                named = entry["MessageAttributes"].items()
                self.attributes.append({name: value["StringValue"] for name, value in named})
        return {
            "Failed": [{"Id": each["Id"], "Code": "InvalidMessageContents", "SenderFault": True} for each in poison]
        }


def _error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "refused"}}, "SendMessageBatch")


@pytest.mark.parametrize(("bad", "code"), [("POISON", "InvalidMessageContents"), ("BAD", "BadEntry")])
@pytest.mark.parametrize("place", [0, 4, 9, 14])
def test_a_body_that_is_refused_is_named_and_all_others_are_sent(bad: str, code: str, place: int) -> None:
    sqs = Sqs()
    bodies = [f"body {number}" for number in range(15)]
    bodies[place] = bad
    assert Queue("url", lambda: sqs).offer(bodies) == {place: code}
    assert sorted(sqs.taken) == sorted(set(bodies) - {bad})


def test_a_body_that_is_too_large_is_named_and_all_others_are_sent() -> None:
    sqs = Sqs()
    refused = Queue("url", lambda: sqs).offer(["a", "x" * (LIMIT + 1), "b"])
    assert refused == {1: "AWS.SimpleQueueService.BatchRequestTooLong"}
    assert sqs.taken == ["a", "b"]


def test_bodies_go_together_as_far_as_one_request_takes_them() -> None:
    sqs = Sqs()
    Queue("url", lambda: sqs).send(["x" * (LIMIT // 2)] * 4 + ["y"] * 10)
    assert (len(sqs.taken), sqs.requests) == (14, 3)


def test_what_can_not_be_taken_now_is_raised_after_all_others_were_sent() -> None:
    sqs = Sqs()
    with pytest.raises(RefusedForNowError, match="Busy"):
        Queue("url", lambda: sqs).offer(["BUSY", *"abcdefghijkl"])
    assert len(sqs.taken) == 12


def test_a_queue_that_is_gone_or_forbidden_is_raised() -> None:
    class Gone:
        def send_message_batch(self, **_: Any) -> dict[str, Any]:
            raise EndpointConnectionError(endpoint_url="https://sqs")

    class Forbidden:
        def send_message_batch(self, **_: Any) -> dict[str, Any]:
            raise _error("AccessDenied")

    with pytest.raises(EndpointConnectionError):
        Queue("url", Gone).offer(["a"])
    with pytest.raises(ClientError):
        Queue("url", Forbidden).offer(["a"])


def test_whoever_sends_one_message_hears_that_it_was_refused() -> None:
    with pytest.raises(RefusedForNowError, match="1 of 1"):
        Queue("url", Sqs).send(["POISON"])


def test_publishers_name_the_alert_and_put_the_record_aside(caplog: pytest.LogCaptureFixture) -> None:
    sqs, sns = Sqs(), Sns()
    queue, topic = Queue("url", lambda: sqs), Topic("arn", lambda: sns)
    message = AlertMessage.of(make_transition())
    poison = message.model_copy(update={"key": "POISON"})
    assert SnsAlertPublisher(topic).publish([poison, message]) == {"POISON": "InvalidMessageContents"}
    SqsRecordPublisher(queue).record([make_health_record(details={"text": "POISON"}), make_health_record()])
    assert (len(sqs.taken), len(sns.taken)) == (1, 1)
    assert sns.attributes == [{"kind": "opened", "severity": str(message.alert.severity)}]
    assert "is put aside" in caplog.text


def test_what_is_put_aside_is_logged_counted_and_noted(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    dead_letters = Sqs()
    aside = Aside(Queue("dead", lambda: dead_letters), "monitor", lambda: NOW)
    SnsAlertPublisher(Topic("arn", Sns), aside).put_aside({"alert_1/1-opened": "InvalidMessageContents"})
    assert "alert_1/1-opened is put aside" in caplog.text
    assert json.loads(capsys.readouterr().out)["MessagesPutAside"] == 1
    assert [json.loads(body) for body in dead_letters.taken] == [
        {"putAside": "alert_1/1-opened", "reason": "InvalidMessageContents"}
    ]


def test_a_note_that_cannot_be_left_holds_up_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def gone() -> Any:
        raise EndpointConnectionError(endpoint_url="sqs")

    Aside(Queue("dead", gone), "monitor", lambda: NOW).put({"alert_1/1-opened": "TooLong"})
    assert "no note" in caplog.text
    Aside().put({})
