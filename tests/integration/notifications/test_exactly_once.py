"""Exactly one mail to a person: Powertools on DynamoDB, and Resend's own deduplication behind it."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord

from local_stack.sandbox.server import SandboxServer
from pawpop_monitoring.notifications.channel import Channel, Receipt
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from pawpop_monitoring.notifications.channels.email.resend import ResendChannel
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.verdict import Wait
from tests.integration.notifications.conftest import TABLE
from tests.unit.notifications.fakes import FakeChannel, Guard
from tests.unit.notifications.messages import message

pytestmark = pytest.mark.integration
COMPOSER = EmailComposer(Recipients(("shop@example.com",)), ZoneInfo("UTC"), "PawPop <alerts@example.com>")


class KilledError(BaseException):
    """The process is gone: no handler of the code under test may run on."""


class KilledBeforeMarking(DynamoDBPersistenceLayer):
    """A Lambda that dies between the provider's answer and the completed record."""

    def _update_record(self, data_record: DataRecord) -> None:
        raise KilledError(data_record.idempotency_key)


@dataclass
class SlowChannel:
    """Holds the first send until it is released."""

    name: str = "email"
    entered: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    sent: list[Mail] = field(default_factory=list)

    def send(self, notification: Mail) -> Receipt:
        self.sent.append(notification)
        self.entered.set()
        assert self.release.wait(5)
        return Receipt(f"mail-{len(self.sent)}")


@pytest.fixture
def resend(sandbox: SandboxServer) -> Iterator[ResendChannel]:
    with httpx.Client() as client:
        yield ResendChannel(client, f"{sandbox.url}/resend", lambda: "re_test", "PawPop <alerts@example.com>")


def once(
    channel: Channel[Mail], client: Any, layer: type[DynamoDBPersistenceLayer] = DynamoDBPersistenceLayer
) -> Guard:
    """A fresh Lambda environment: nothing is shared with another but the table."""
    return Guard(channel, layer(table_name=TABLE, boto3_client=client), COMPOSER.compose)


def outbox(sandbox: SandboxServer) -> list[dict[str, Any]]:
    mails: list[dict[str, Any]] = httpx.get(f"{sandbox.url}/resend/outbox").json()
    return mails


def test_six_copies_at_once_are_one_mail(dynamodb: Any) -> None:
    channel = SlowChannel()
    told = message()
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(once(channel, dynamodb).deliver, told, 1)
        assert channel.entered.wait(5)
        others = [pool.submit(once(channel, dynamodb).deliver, told, 1) for _ in range(5)]
        assert [other.result(5) for other in others] == [Outcome.IN_PROGRESS] * 5
        channel.release.set()
        assert first.result(5) is Outcome.DELIVERED
    assert [once(channel, dynamodb).deliver(told, 2) for _ in range(5)] == [Outcome.ALREADY_DELIVERED] * 5
    assert len(channel.sent) == 1


def test_a_kill_after_the_send_leads_to_no_second_mail(
    dynamodb: Any, sandbox: SandboxServer, resend: ResendChannel
) -> None:
    told = message()
    with pytest.raises(KilledError):
        once(resend, dynamodb, KilledBeforeMarking).deliver(told, 1, 1_000)
    assert once(resend, dynamodb).deliver(told, 2) is Outcome.IN_PROGRESS
    time.sleep(1.05)
    assert once(resend, dynamodb).deliver(told, 3) is Outcome.DELIVERED
    assert once(resend, dynamodb).deliver(told, 4) is Outcome.ALREADY_DELIVERED
    assert [mail["idempotency_key"] for mail in outbox(sandbox)] == [told.key]


def test_a_kill_before_the_send_loses_nothing(dynamodb: Any) -> None:
    channel = FakeChannel([KilledError()])
    with pytest.raises(KilledError):
        once(channel, dynamodb).deliver(message(), 1, 100)
    time.sleep(0.15)
    assert once(channel, dynamodb).deliver(message(), 2) is Outcome.DELIVERED
    assert len(channel.sent) == 1


def test_the_provider_down_then_up(dynamodb: Any, sandbox: SandboxServer, resend: ResendChannel) -> None:
    fault = {"status": 502, "remaining": 2, "body": "<html>Bad gateway</html>"}
    httpx.put(f"{sandbox.url}/_faults/resend", json=fault).raise_for_status()
    for attempt in (1, 2):
        assert once(resend, dynamodb).deliver(message(), attempt) is Outcome.FAILED
    assert outbox(sandbox) == []
    assert once(resend, dynamodb).deliver(message(), 3) is Outcome.DELIVERED
    (mail,) = outbox(sandbox)
    assert mail["subject"] == "[HIGH] supabase Alert: High connection usage detected"
    assert mail["to"] == ["shop@example.com"]


def test_an_answer_that_got_lost_leads_to_no_second_mail(
    dynamodb: Any, sandbox: SandboxServer, resend: ResendChannel
) -> None:
    fault = {"status": 200, "remaining": 1, "body": "garbage"}
    httpx.put(f"{sandbox.url}/_faults/resend", json=fault).raise_for_status()
    verdict = once(resend, dynamodb).verdict(message(), 1)
    assert isinstance(verdict, Wait)
    assert "without an id" in verdict.why
    assert once(resend, dynamodb).deliver(message(), 2) is Outcome.DELIVERED
    assert len(outbox(sandbox)) == 1


def test_a_copy_with_another_body_is_no_second_mail(
    dynamodb: Any, sandbox: SandboxServer, resend: ResendChannel
) -> None:
    """As the fallback sends it, check after check, while the alert store is away."""
    once(resend, dynamodb).deliver(message(), 1)
    item = dynamodb.scan(TableName=TABLE)["Items"][0]
    dynamodb.delete_item(TableName=TABLE, Key={"id": item["id"]})
    changed = message(details={"value": 99.0, "threshold": 90.0, "unit": "%"})
    assert changed.key == message().key
    assert once(resend, dynamodb).deliver(changed, 1) is Outcome.DELIVERED
    assert len(outbox(sandbox)) == 1


def test_the_record_is_kept_for_a_week(dynamodb: Any) -> None:
    once(FakeChannel(), dynamodb).deliver(message(), 1)
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert item["id"]["S"].startswith("email#")
    assert item["status"]["S"] == "COMPLETED"
    assert int(item["expiration"]["N"]) - time.time() == pytest.approx(7 * 24 * 3600, abs=60)
