"""The function as Lambda runs it: wired from the environment, over SQS, DynamoDB and a secret."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import boto3
import httpx
import pytest
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import ReadTimeoutError

from functions.notifier import app
from local_stack.sandbox.server import SandboxServer
from pawpop_monitoring.bootstrap import clients, notifier_services
from pawpop_monitoring.bootstrap.notifier_services import ses_client
from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.contracts.records import RECORD_ADAPTER, DeliveryRecord
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.channels.email.failover import Failover
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.parts import Parts
from pawpop_monitoring.notifications.channels.email.resend import ResendChannel
from pawpop_monitoring.notifications.mail_consumer import USUAL, MailConsumer
from pawpop_monitoring.notifications.pipeline import AlertConsumer
from pawpop_monitoring.notifications.stages.send import Send
from tests.fakes.clock import Clock
from tests.integration.notifications.conftest import REGION, TABLE
from tests.unit.notifications.messages import message

pytestmark = pytest.mark.integration
ALONE = {"alone": True}
"""Told at once, as without the alert store."""


@dataclass
class Invocation:
    """What Lambda hands to the handler."""

    function_name: str = "notifier"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:notifier"
    aws_request_id: str = "request-1"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


@dataclass
class Queues:
    """The three queues, read and written as the tests need it."""

    sqs: Any
    urls: dict[str, str]

    def send(self, body: str) -> dict[str, Any]:
        """Put a message into AlertQueue and receive it, as Lambda's poller does."""
        self.sqs.send_message(QueueUrl=self.urls["alerts"], MessageBody=body)
        received = self.sqs.receive_message(
            QueueUrl=self.urls["alerts"], MessageSystemAttributeNames=["ApproximateReceiveCount"]
        )["Messages"][0]
        return {
            "messageId": received["MessageId"],
            "receiptHandle": received["ReceiptHandle"],
            "body": received["Body"],
            "attributes": received["Attributes"],
        }

    def bodies(self, name: str) -> list[str]:
        found = self.sqs.receive_message(QueueUrl=self.urls[name], MaxNumberOfMessages=10).get("Messages", [])
        return [one["Body"] for one in found]


@pytest.fixture
def queues(aws_in_memory: None) -> Queues:
    sqs = boto3.client("sqs", region_name=REGION)
    names = ("alerts", "dead", "records")
    return Queues(sqs, {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in names})


@pytest.fixture(autouse=True)
def environment(
    queues: Queues, dynamodb: Any, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    boto3.client("ssm", region_name=REGION).put_parameter(Name="/resend", Value="re_test", Type="SecureString")
    settings = {
        "RESEND_SECRET_ID": "/resend",
        "RESEND_BASE_URL": f"{sandbox.url}/resend",
        "ALERT_QUEUE_URL": queues.urls["alerts"],
        "ALERT_DEAD_LETTER_QUEUE_URL": queues.urls["dead"],
        "RECORD_QUEUE_URL": queues.urls["records"],
        "IDEMPOTENCY_TABLE": TABLE,
        "STANDBY_TABLE": "standby",
        "ALERT_RECIPIENTS": "shop@example.com, second@example.com",
        "ESCALATION_RECIPIENTS": "boss@example.com",
        "ALERT_SENDER": "PawPop <monitoring@example.com>",
        "DISPLAY_TIME_ZONE": "America/New_York",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(app.metrics, "namespace", "PawPopMonitoring")
    _forget_clients()
    yield
    usual = cast("MailConsumer", app.services().consumer).consumer_of(USUAL)
    provider = cast("Parts", cast("Send[Mail]", cast("AlertConsumer", usual).stages.send).channel).channel
    cast("ResendChannel", provider.first if isinstance(provider, Failover) else provider).client.close()
    _forget_clients()


def _forget_clients() -> None:
    """Start as a fresh Lambda environment does."""
    app.metrics.clear_metrics()
    app.services.cache_clear()
    clients.aws.cache_clear()
    clients.hurried_dynamodb.cache_clear()
    ses_client.cache_clear()
    parameters.clear_caches()  # type: ignore[no-untyped-call]


def invoke(*records: dict[str, Any]) -> dict[str, Any]:
    return cast("dict[str, Any]", app.lambda_handler({"Records": list(records)}, cast("LambdaContext", Invocation())))


def outbox(sandbox: SandboxServer) -> list[dict[str, Any]]:
    mails: list[dict[str, Any]] = httpx.get(f"{sandbox.url}/resend/outbox").json()
    return mails


def test_an_alert_becomes_one_mail_and_a_record(
    queues: Queues, sandbox: SandboxServer, capsys: pytest.CaptureFixture[str]
) -> None:
    told = message(severity=Severity.CRITICAL).model_copy(update=ALONE)
    copies = [queues.send(told.model_dump_json()) for _ in range(2)]
    assert invoke(*copies) == {"batchItemFailures": []}
    (mail,) = outbox(sandbox)
    assert mail["to"] == ["shop@example.com", "second@example.com", "boss@example.com"]
    assert mail["idempotency_key"] == told.key
    assert mail["headers"]["Importance"] == "high"
    (record,) = (RECORD_ADAPTER.validate_json(body) for body in queues.bodies("records"))
    assert isinstance(record, DeliveryRecord)
    assert (record.outcome, record.provider_id) == ("accepted", mail["id"])
    metrics = next(json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line)
    assert (metrics["MailsSent"], metrics["MailsDeduplicated"]) == ([1.0], [1.0])


def test_a_failure_hides_the_message_until_the_next_attempt(queues: Queues, sandbox: SandboxServer) -> None:
    httpx.put(f"{sandbox.url}/_faults/resend", json={"status": 503}).raise_for_status()
    received = queues.send(message().model_copy(update=ALONE).model_dump_json())
    assert invoke(received) == {"batchItemFailures": [{"itemIdentifier": received["messageId"]}]}
    assert queues.bodies("alerts") == []
    assert queues.bodies("dead") == []
    assert outbox(sandbox) == []


@pytest.mark.parametrize("status", [None, 422])
def test_what_can_not_be_delivered_is_put_aside(queues: Queues, sandbox: SandboxServer, status: int | None) -> None:
    body = message().model_copy(update=ALONE).model_dump_json() if status else "poison"
    httpx.put(f"{sandbox.url}/_faults/resend", json={"status": status or 500}).raise_for_status()
    received = queues.send(body)
    received["attributes"]["ApproximateReceiveCount"] = "20"  # what can't be read is tried for an hour
    assert invoke(received) == {"batchItemFailures": []}
    assert queues.bodies("dead") == [body]


def test_what_was_put_aside_can_be_sent_again(queues: Queues, sandbox: SandboxServer) -> None:
    httpx.put(f"{sandbox.url}/_faults/resend", json={"status": 422, "remaining": 3}).raise_for_status()
    invoke(queues.send(message().model_copy(update=ALONE).model_dump_json()))
    (body,) = queues.bodies("dead")
    assert invoke(queues.send(body)) == {"batchItemFailures": []}
    assert len(outbox(sandbox)) == 1


def test_a_mail_that_resend_keeps_refusing_goes_out_over_ses(
    queues: Queues, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SES_FALLBACK_SENDER", "PawPop <monitoring@example.com>")
    clock = Clock(datetime.now(UTC))
    monkeypatch.setattr(notifier_services, "system_clock", clock)
    boto3.client("sesv2", region_name=REGION).create_email_identity(EmailIdentity="monitoring@example.com")
    httpx.put(f"{sandbox.url}/_faults/resend", json={"status": 503}).raise_for_status()
    received = queues.send(message().model_copy(update=ALONE).model_dump_json())
    assert invoke(received)["batchItemFailures"]
    clock.advance(timedelta(hours=1))
    assert invoke(received, received) == {"batchItemFailures": []}
    assert outbox(sandbox) == []
    records = [RECORD_ADAPTER.validate_json(body) for body in queues.bodies("records")]
    outcomes = [(record.outcome, record.error) for record in records if isinstance(record, DeliveryRecord)]
    assert [outcome for outcome, _ in outcomes] == ["retry", "accepted"]
    assert str(outcomes[1][1]).startswith("sent by Amazon SES, since: Resend answered 503")


def test_what_opens_together_is_one_mail_with_a_record_for_each(
    queues: Queues, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(datetime.now(UTC))
    monkeypatch.setattr(notifier_services, "system_clock", clock)
    openings = [message(id=f"alert_{number}") for number in range(3)]
    received = [queues.send(opening.model_dump_json()) for opening in openings]
    assert len(invoke(*received)["batchItemFailures"]) == 3
    clock.advance(timedelta(minutes=1))
    invoke(received[0])
    (mail,) = outbox(sandbox)
    assert mail["subject"].endswith("(+2 more)")
    records = [RECORD_ADAPTER.validate_json(body) for body in queues.bodies("records")]
    told = [(record.transition_key, record.attempt) for record in records if isinstance(record, DeliveryRecord)]
    assert sorted(told) == [(opening.key, attempt) for opening in openings for attempt in (0, 1)]  # waiting, accepted


def test_with_nobody_to_get_the_usual_mail_single_addresses_are_told_all_the_same(
    queues: Queues, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALERT_RECIPIENTS", " ")
    monkeypatch.setenv("ESCALATION_RECIPIENTS", "")
    monkeypatch.setenv("ROUTES", "any -> mail, mail:ann@example.com")
    step = message().model_copy(update=ALONE)
    copies = [ChannelMessage(channel=name, message=step) for name in (USUAL, "mail:ann@example.com")]
    received = [queues.send(copy.model_dump_json()) for copy in copies]
    assert invoke(*received) == {"batchItemFailures": [{"itemIdentifier": received[0]["messageId"]}]}
    (mail,) = outbox(sandbox)
    assert mail["to"] == ["ann@example.com"]
    records = [RECORD_ADAPTER.validate_json(body) for body in queues.bodies("records")]
    outcomes = {(each.channel, each.outcome): each.error for each in records if isinstance(each, DeliveryRecord)}
    assert outcomes[("email", "retry")] == "ALERT_RECIPIENTS names nobody: set at least one mail address."


def test_a_dynamodb_that_hangs_is_waited_for_twice_and_the_mail_is_sent(
    queues: Queues, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Hanging:
        def __getattr__(self, operation: str) -> Callable[..., None]:
            def call(**_request: object) -> None:
                asked.append(operation)
                raise ReadTimeoutError(endpoint_url="https://dynamodb")

            return call

    monkeypatch.setattr(clients.hurried_dynamodb(), "client", Hanging())
    invoke(queues.send(message().model_dump_json()))
    assert len(outbox(sandbox)) == 1
    assert len(asked) == 2, "each takes seconds, and the function has 28"
