"""What an OTLP receiver gets, and what its answers mean."""

import gzip
import json
from zoneinfo import ZoneInfo

import httpx
import pytest

from pawpop_monitoring.domain.errors import ConfigurationError, PermanentDeliveryError
from pawpop_monitoring.domain.otlp import OtlpReceiver, otlp_receiver_of
from pawpop_monitoring.notifications.channels.otlp.compose import Composer
from pawpop_monitoring.notifications.channels.otlp.opentelemetry import OtlpChannel
from tests.unit.notifications.channels.answering import PERSON, Meaning, Provider, meaning_of
from tests.unit.notifications.messages import message, resolved

RECEIVER = otlp_receiver_of("https://otlp.nr-data.net/ api-key=a%20b")
COMPOSER = Composer(ZoneInfo("UTC"))
RECORD = COMPOSER.compose(message())

ANSWERS: dict[int, Meaning] = {
    400: (False, False, False),
    401: PERSON,
    403: PERSON,
    404: PERSON,
    408: (False, False, False),
    413: (False, False, False),
    429: (True, False, False),
    500: (False, False, False),
    501: (False, False, False),
    502: (True, True, False),
    503: (True, False, False),
    504: (True, True, False),
}


def channel(provider: Provider) -> OtlpChannel:
    return OtlpChannel(provider.client, RECEIVER)


def test_the_request_is_an_export_of_one_log_record() -> None:
    provider = Provider(200)
    channel(provider).send(RECORD)
    (request,) = provider.seen
    assert str(request.url) == "https://otlp.nr-data.net/v1/logs"
    assert request.headers["api-key"] == "a b"
    (resource,) = json.loads(gzip.decompress(request.content))["resourceLogs"]
    (record,) = resource["scopeLogs"][0]["logRecords"]
    assert record["timeUnixNano"] == f"{int(message().at.timestamp())}000000000"
    assert (record["severityNumber"], record["severityText"]) == (17, "ERROR")
    assert record["eventName"] == "alert.opened"
    assert {"key": "alert.id", "value": {"stringValue": message().alert.id}} in record["attributes"]


def test_an_end_is_only_information() -> None:
    assert COMPOSER.compose(resolved()).record["severityNumber"] == 9


def test_what_may_have_come_before_says_so() -> None:
    assert RECORD.in_doubt().attributes["pawpop.may_be_repetition"] == "true"


@pytest.mark.parametrize(("status", "means"), ANSWERS.items())
def test_only_what_otlp_names_is_repeated(status: int, means: Meaning) -> None:
    assert meaning_of(lambda: channel(Provider(status)).send(RECORD)) == means


def test_a_time_out_leaves_open_whether_it_was_taken() -> None:
    assert meaning_of(lambda: channel(Provider(error=httpx.ReadTimeout("slow"))).send(RECORD)) == (True, True, False)


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        ("", True),
        ("not json", True),
        ("[]", True),
        ("[" * 50_000 + "]" * 50_000, True),
        ('{"partialSuccess": {"rejectedLogRecords": 1e999}}', True),
        (f'{{"partialSuccess": {{"rejectedLogRecords": {"9" * 5000}}}}}', True),
        ('{"partialSuccess": null}', True),
        ('{"partialSuccess": {}}', True),
        ('{"partialSuccess": {"rejectedLogRecords": "0", "errorMessage": "mind the limit"}}', True),
        ('{"partialSuccess": {"rejectedLogRecords": "1", "errorMessage": "too old"}}', False),
    ],
)
def test_a_success_that_rejects_is_said_and_never_repeated(body: str, taken: bool) -> None:
    client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, text=body)))
    if taken:
        assert OtlpChannel(client, RECEIVER).send(RECORD)
    else:
        with pytest.raises(PermanentDeliveryError, match="too old"):
            OtlpChannel(client, RECEIVER).send(RECORD)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("http://localhost:4318", OtlpReceiver("http://localhost:4318", {})),
        ("https://c.example/otlp/ A=1,b=x%3Dy", OtlpReceiver("https://c.example/otlp", {"a": "1", "b": "x=y"})),
    ],
)
def test_receivers_are_read(text: str, read: OtlpReceiver) -> None:
    assert otlp_receiver_of(text) == read


@pytest.mark.parametrize(
    "text", ["", "collector:4318", "http://c.example", "https://c.example:x", "https://c.example a", "https://c a=%0A"]
)
def test_receivers_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="ChannelOtlp"):
        otlp_receiver_of(text)
