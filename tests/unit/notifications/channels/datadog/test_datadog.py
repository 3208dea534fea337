"""What Datadog gets, and what its answers mean."""

import json
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from pawpop_monitoring.domain.errors import ConfigurationError, RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.channels.datadog.account import Account, account_of
from pawpop_monitoring.notifications.channels.datadog.compose import Composer
from pawpop_monitoring.notifications.channels.datadog.datadog import DatadogChannel
from tests.unit.notifications.channels.answering import PERSON, USUAL, Provider, meaning_of
from tests.unit.notifications.messages import OPENED_AT, message, resolved

KEY = "0123456789abcdef0123456789abcdef"
COMPOSER = Composer(ZoneInfo("Europe/Vienna"), "https://shop.example/dashboard")
EVENT = COMPOSER.compose(message())


def channel(provider: Provider, later: timedelta = timedelta(0)) -> DatadogChannel:
    return DatadogChannel(provider.client, Account("datadoghq.eu", KEY), lambda: OPENED_AT + later)


def body(provider: Provider) -> dict[str, object]:
    read: dict[str, object] = json.loads(provider.seen[-1].content)
    return read


def test_the_request_is_what_datadog_documents() -> None:
    provider = Provider()
    channel(provider).send(EVENT)
    (request,) = provider.seen
    assert str(request.url) == "https://api.datadoghq.eu/api/v1/events"
    assert request.headers["DD-API-KEY"] == KEY
    told = body(provider)
    assert told["title"] == "[HIGH] Supabase: High connection usage detected"
    assert told["alert_type"] == "error"
    assert told["date_happened"] == int(OPENED_AT.timestamp())
    assert told["aggregation_key"] == message().alert.id
    assert "service:supabase" in list(told["tags"])  # type: ignore[call-overload]
    assert "93.4 %" in str(told["text"])


def test_an_end_is_a_success_in_the_same_group() -> None:
    over = COMPOSER.compose(resolved())
    assert over.body["alert_type"] == "success"
    assert over.body["aggregation_key"] == EVENT.body["aggregation_key"]


def test_texts_stay_within_datadogs_bounds() -> None:
    huge = COMPOSER.compose(message(message="ä" * 5000, details={f"k{n}": "ö" * 900 for n in range(50)}, id="i" * 250))
    assert len(huge.in_doubt().body["text"]) <= 4000
    assert len(huge.body["aggregation_key"]) <= 100


def test_what_waited_too_long_goes_without_its_moment_instead_of_being_refused() -> None:
    provider = Provider()
    channel(provider, timedelta(hours=18)).send(EVENT)
    assert "date_happened" not in body(provider)


def test_what_may_have_come_before_says_so() -> None:
    assert "may be a repetition" in EVENT.in_doubt().body["text"]
    assert "repetition" not in EVENT.body["text"]


@pytest.mark.parametrize(("status", "means"), (USUAL | {401: PERSON, 403: PERSON}).items())
def test_each_status_has_its_meaning(status: int, means: object) -> None:
    assert meaning_of(lambda: channel(Provider(status)).send(EVENT)) == means


def test_the_wait_stands_in_datadogs_own_header() -> None:
    with pytest.raises(RetryableDeliveryError) as refused:
        channel(Provider(429, {"X-RateLimit-Reset": "12", "Retry-After": "99"})).send(EVENT)
    assert refused.value.retry_after == 12


def test_a_time_out_leaves_open_whether_it_was_taken() -> None:
    assert meaning_of(lambda: channel(Provider(error=httpx.ReadTimeout("slow"))).send(EVENT)) == (True, True, False)
    assert meaning_of(lambda: channel(Provider(error=httpx.ConnectError("no"))).send(EVENT)) == (True, False, False)


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_has_a_type(severity: Severity) -> None:
    assert COMPOSER.compose(message(severity=severity)).body["alert_type"] in {"error", "warning", "info"}


def test_accounts_are_read() -> None:
    assert account_of(f" {KEY} ") == Account("datadoghq.com", KEY)
    assert account_of(f"us5.datadoghq.com {KEY}") == Account("us5.datadoghq.com", KEY)


@pytest.mark.parametrize("text", ["", "short", f"datadog.com {KEY}", f"datadoghq.eu {KEY} more", KEY[:-1] + "é"])
def test_accounts_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="ChannelDatadog"):
        account_of(text)


def test_what_is_written_into_an_alert_calls_nobody_there() -> None:
    text = "@all @slack-ops: mail of jane@shop.example, see @\u200bnobody"
    told = COMPOSER.compose(message(message=text, details={"reason": text})).body
    shown = f"{told['title']} {told['text']}"
    assert re.findall(r"(?<!\w)@\w+", shown) == []
    assert "jane@shop.example" in shown


def test_mentions_that_are_made_harmless_stay_within_what_datadog_takes() -> None:
    details = {f"key{number}": "@a " * 200 for number in range(40)}
    told = COMPOSER.compose(message(message="@a " * 300, details=details)).body
    assert len(told["title"]) <= 300
    assert len(told["text"]) <= 4000
