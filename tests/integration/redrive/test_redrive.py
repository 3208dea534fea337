"""Moving what was put aside: nothing lost, nothing endless, and a person sees what."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from pawpop_monitoring.contracts.channel_message import ChannelMessage
from redrive.mover import look, move
from redrive.queues import Queues, RedriveError, of_local_stack
from redrive.summary import summary_of
from tests.unit.notifications.messages import message

pytestmark = pytest.mark.integration
REGION = "us-east-1"


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queues]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        sqs = boto3.client("sqs")
        urls = [sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("dead", "alerts")]
        yield Queues(sqs, *urls)


def put_aside(queues: Queues, *bodies: str) -> None:
    for body in bodies:
        queues.sqs.send_message(QueueUrl=queues.dead_letters, MessageBody=body)


def bodies(queues: Queues, url: str) -> list[str]:
    found: list[str] = []
    while messages := queues.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [one["Body"] for one in messages]
    return sorted(found)


def test_everything_goes_back(queues: Queues) -> None:
    sent = [f"message {number:02}" for number in range(25)]
    put_aside(queues, *sent)
    assert sorted(move(queues)) == sent
    assert bodies(queues, queues.source) == sent
    assert bodies(queues, queues.dead_letters) == []


def test_what_was_sent_but_not_deleted_is_in_both_queues(queues: Queues, monkeypatch: pytest.MonkeyPatch) -> None:
    put_aside(queues, "message")

    def killed(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(queues.sqs, "delete_message", killed)
        with pytest.raises(KeyboardInterrupt):
            list(move(queues))
    assert bodies(queues, queues.source) == ["message"]
    counts = queues.sqs.get_queue_attributes(
        QueueUrl=queues.dead_letters, AttributeNames=["ApproximateNumberOfMessagesNotVisible"]
    )
    assert counts["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_what_comes_back_at_once_is_not_moved_for_ever(queues: Queues) -> None:
    put_aside(queues, "poison")
    moved = []
    for body in move(queues):
        moved.append(body)
        put_aside(queues, body)
    assert moved == ["poison"]
    assert bodies(queues, queues.dead_letters) == ["poison"]


def test_looking_moves_nothing(queues: Queues) -> None:
    put_aside(queues, "one", "two")
    assert sorted(look(queues)) == ["one", "two"]
    assert bodies(queues, queues.dead_letters) == ["one", "two"]
    assert bodies(queues, queues.source) == []


def test_without_a_channel_there_is_no_queue_of_theirs(tmp_path: Path) -> None:
    file = tmp_path / "stack.json"
    known = {"alerts": "a", "alerts_dlq": "b"}
    stack = {"aws_endpoint_url": "http://127.0.0.1:9", "region": REGION, "queues": known}
    file.write_text(json.dumps(stack))
    with pytest.raises(RedriveError, match="No channel"):
        of_local_stack("channels", file)
    file.write_text(json.dumps({**stack, "queues": known | {"channels": "c", "channels_dlq": "d"}}))
    found = of_local_stack("channels", file)
    assert (found.source, found.dead_letters) == ("c", "d")


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('{"kind": "fal_usage", "endpoint": "x"}', 'fal_usage: {"kind": "fal_usage", "endpoint": "x"}'),
        (
            message().model_dump_json(),
            "alert_0123456789abcdef0123/1-opened: high supabase, High connection usage detected",
        ),
        (
            ChannelMessage(channel="slack", message=message()).model_dump_json(),
            "alert_0123456789abcdef0123/1-opened to slack: high supabase, High connection usage detected",
        ),
        ("[1]", "neither an alert nor a record: '[1]'"),
        ("{\x1b[31m", "unreadable: '{\\x1b[31m'"),
    ],
)
def test_a_line_for_whatever_is_there(body: str, line: str) -> None:
    assert summary_of(body) == line
    assert len(summary_of(body * 99)) <= 120
