"""What New Relic gets, and what its answers mean."""

import gzip
import json
from zoneinfo import ZoneInfo

import httpx
import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channels.new_relic.account import account_of
from pawpop_monitoring.notifications.channels.new_relic.compose import Composer
from pawpop_monitoring.notifications.channels.new_relic.new_relic import NewRelicChannel
from tests.unit.notifications.channels.answering import PERSON, USUAL, Provider, meaning_of
from tests.unit.notifications.messages import OPENED_AT, message, resolved

KEY = "0123456789abcdef0123456789abcdef0123NRAL"
COMPOSER = Composer(ZoneInfo("UTC"))
EVENT = COMPOSER.compose(message())


def channel(provider: Provider) -> NewRelicChannel:
    return NewRelicChannel(provider.client, account_of(f"eu 1234567 {KEY}"))


def test_the_request_is_what_new_relic_documents() -> None:
    provider = Provider(200)
    channel(provider).send(EVENT)
    (request,) = provider.seen
    assert str(request.url) == "https://insights-collector.eu01.nr-data.net/v1/accounts/1234567/events"
    assert request.headers["Api-Key"] == KEY
    (told,) = json.loads(gzip.decompress(request.content))
    assert told["eventType"] == "NrAiIncidentExternal"
    assert told["state"] == "trigger"
    assert told["timestamp"] == int(OPENED_AT.timestamp())
    assert told["aggregationTag.id"] == message().alert.id
    assert all(isinstance(value, str | int | float) for value in told.values())


def test_an_end_closes() -> None:
    assert COMPOSER.compose(resolved()).body["state"] == "close"


def test_a_repetition_is_the_same_bytes_unless_it_says_that_it_may_be_one() -> None:
    provider = Provider(200)
    for event in (EVENT, EVENT, EVENT.in_doubt()):
        channel(provider).send(event)
    first, second, third = (request.content for request in provider.seen)
    assert first == second
    assert b"mayBeRepetition" in gzip.decompress(third)


@pytest.mark.parametrize(("status", "means"), (USUAL | {401: PERSON, 403: PERSON, 404: PERSON}).items())
def test_each_status_has_its_meaning(status: int, means: object) -> None:
    assert meaning_of(lambda: channel(Provider(status)).send(EVENT)) == means


def test_a_time_out_leaves_open_whether_it_was_taken() -> None:
    assert meaning_of(lambda: channel(Provider(error=httpx.ReadTimeout("slow"))).send(EVENT)) == (True, True, False)


def test_the_region_is_us_if_none_is_named() -> None:
    assert account_of(f"1234567 {KEY}").url == "https://insights-collector.newrelic.com"
    assert account_of(f"US 1234567 {KEY}") == account_of(f"us 1234567 {KEY}")


@pytest.mark.parametrize("text", ["", KEY, f"asia 1 {KEY}", "eu 1234567 short", f"eu abc {KEY}"])
def test_accounts_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="ChannelNewRelic"):
        account_of(text)
