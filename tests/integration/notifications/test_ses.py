"""Amazon SES as the second provider: the mail that it gets, its refusals, and the log in DynamoDB."""

import email
from collections.abc import Callable
from datetime import timedelta
from email.policy import default
from typing import Any

import boto3
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.sesv2.models import sesv2_backends

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channels.email.attempts import Attempts, DynamoAttemptLog
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.ses import SesChannel
from tests.factories import NOW
from tests.integration.notifications.conftest import REGION, TABLE

pytestmark = pytest.mark.integration
MAIL = Mail(
    recipients=("shop@example.com", "boss@example.com"),
    subject="[HIGH] supabase Alert: Füllstand 🚨",
    text="Füllstand " + "x" * 2000,
    html="<p>Füllstand</p>",
    headers={"List-Id": "PawPop Monitoring <alerts.example.com>", "References": "<alert_1@alerts.example.com>"},
    idempotency_key="alert_1/1-opened",
)
SENDER = "PawPop <monitoring@example.com>"
URL = "https://email.us-east-1.amazonaws.com"


@pytest.fixture
def ses(aws_in_memory: None) -> Any:
    client = boto3.client("sesv2", region_name=REGION)
    client.create_email_identity(EmailIdentity="monitoring@example.com")
    return client


def failing(error: Exception) -> SesChannel:
    class Client:
        def send_email(self, **_: Any) -> None:
            raise error

    return SesChannel(client=Client, sender=SENDER)


def answer(status: int, code: str) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "SendEmail")


def test_it_gets_the_whole_mail(ses: Any) -> None:
    receipt = SesChannel(lambda: ses, SENDER).send(MAIL)
    assert receipt.note == "sent by Amazon SES"
    (sent,) = sesv2_backends[DEFAULT_ACCOUNT_ID][REGION].core_backend.sent_messages
    assert sent.id == receipt.provider_id
    mail = email.message_from_string(sent.raw_data, policy=default)
    assert mail["To"] == "shop@example.com, boss@example.com"
    assert mail["Subject"] == MAIL.subject
    assert mail["References"] == "<alert_1@alerts.example.com>"
    assert mail["List-Id"] == "PawPop Monitoring <alerts.example.com>"
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().strip() == MAIL.text
    assert html.get_content().strip() == MAIL.html


@pytest.mark.parametrize(
    ("error", "undecided"),
    [
        (answer(429, "TooManyRequestsException"), False),
        (answer(400, "LimitExceededException"), False),
        (answer(500, "InternalServiceErrorException"), True),
        (EndpointConnectionError(endpoint_url=URL), False),
        (ConnectTimeoutError(endpoint_url=URL), False),
        (ReadTimeoutError(endpoint_url=URL), True),
        (NoCredentialsError(), False),
    ],
)
def test_what_may_work_later(error: ClientError | BotoCoreError, undecided: bool) -> None:
    with pytest.raises(RetryableDeliveryError, match="Amazon SES") as raised:
        failing(error).send(MAIL)
    assert raised.value.undecided is undecided


@pytest.mark.parametrize("code", ["MessageRejected", "BadRequestException"])
def test_what_may_be_of_one_recipient(code: str) -> None:
    with pytest.raises(RetryableDeliveryError, match=code) as raised:
        failing(answer(400, code)).send(MAIL)
    assert (raised.value.of_somebody, raised.value.needs_person) == (True, True)


@pytest.mark.parametrize("code", ["MailFromDomainNotVerifiedException", "AccessDeniedException"])
def test_what_a_person_has_to_put_right(code: str) -> None:
    with pytest.raises(PermanentDeliveryError, match=code):
        failing(answer(400, code)).send(MAIL)


@pytest.fixture
def log(dynamodb: Any) -> Callable[[], DynamoAttemptLog]:
    return lambda: DynamoAttemptLog(client=lambda: dynamodb, table=TABLE)


def test_attempts_are_remembered_across_processes(log: Callable[[], DynamoAttemptLog]) -> None:
    assert log().load("key") == Attempts()
    noted = Attempts().begun(NOW).refused(NOW + timedelta(seconds=1)).begun(NOW + timedelta(minutes=1))
    log().save("key", noted, NOW)
    assert log().load("key") == noted
    assert log().load("other key") == Attempts()
