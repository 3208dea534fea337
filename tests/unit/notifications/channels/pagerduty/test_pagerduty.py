"""What PagerDuty gets, and what its answers mean."""

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import ConfigurationError, RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.pagerduty.compose import Composer
from pawpop_monitoring.notifications.channels.pagerduty.integration import Service, service_of
from pawpop_monitoring.notifications.channels.pagerduty.pagerduty import PagerDutyChannel
from tests.factories import NOW
from tests.fakes.references import InMemoryReferences
from tests.unit.notifications.channels.answering import PERSON, USUAL, Meaning, Provider, meaning_of
from tests.unit.notifications.messages import message, resolved

KEY = "R0123456789abcdef0123456789abcde"
COMPOSER = Composer(ZoneInfo("UTC"), "https://shop.example/dashboard")
OPENED, OVER = COMPOSER.compose(message()), COMPOSER.compose(resolved())
WORSE = COMPOSER.compose(
    message(TransitionKind.ESCALATED, timedelta(minutes=30), severity=Severity.CRITICAL, sequence=2)
)
TAKEN_ON = COMPOSER.compose(message(after=timedelta(minutes=5), status=AlertStatus.ACKNOWLEDGED))


class Desk:
    """A channel whose time passes as a test wants it."""

    def __init__(self, status: int = 202, **headers: str) -> None:
        self.provider = Provider(status, headers)
        self.references = InMemoryReferences()
        self.now = NOW

    @property
    def channel(self) -> PagerDutyChannel:
        service = Service(KEY, "https://events.eu.pagerduty.com")
        return PagerDutyChannel(self.provider.client, service, self.references, lambda: self.now)

    @property
    def sent(self) -> list[tuple[str, str]]:
        bodies = [json.loads(request.content) for request in self.provider.seen]
        return [(body["event_action"], body["dedup_key"]) for body in bodies]


def test_the_request_is_what_pagerduty_documents() -> None:
    desk = Desk()
    desk.channel.send(OPENED)
    (request,) = desk.provider.seen
    assert str(request.url) == "https://events.eu.pagerduty.com/v2/enqueue"
    body: dict[str, Any] = json.loads(request.content)
    assert (body["routing_key"], body["event_action"], body["dedup_key"]) == (KEY, "trigger", message().alert.id)
    assert body["payload"]["summary"] == "[HIGH] Supabase: High connection usage detected"
    assert body["payload"]["severity"] == "error"
    assert body["payload"]["custom_details"]["alertId"] == message().alert.id
    assert body["links"] == [{"href": "https://shop.example/dashboard", "text": "Dashboard"}]


def test_texts_stay_within_pagerdutys_bounds() -> None:
    event = COMPOSER.compose(message(message="ä" * 5000, details={f"k{n}": "ö" * 900 for n in range(99)}, id="i" * 256))
    assert len(event.body["payload"]["summary"]) <= 1024
    assert len(event.incident_key) <= 255
    assert len(json.dumps(event.body)) < 512_000


def test_an_incident_is_triggered_taken_on_and_resolved_under_one_key() -> None:
    desk = Desk()
    for event in (OPENED, TAKEN_ON, OVER):
        desk.channel.send(event)
    key = message().alert.id
    assert desk.sent == [("trigger", key), ("acknowledge", key), ("resolve", key)]


def test_what_gets_worse_after_somebody_took_it_on_rings_and_ends_with_the_rest() -> None:
    desk = Desk()
    for event in (OPENED, TAKEN_ON, WORSE, OVER):
        desk.channel.send(event)
    first = message().alert.id
    assert desk.sent[2:] == [("trigger", f"{first}/2"), ("resolve", first), ("resolve", f"{first}/2")]


def test_an_end_after_a_doubtful_trigger_is_said_again_once_that_must_have_arrived() -> None:
    desk = Desk()
    desk.provider.error = httpx.ReadTimeout("slow")
    assert meaning_of(lambda: desk.channel.send(OPENED)) == (True, True, False)
    desk.provider.error = None
    desk.now += timedelta(seconds=30)
    with pytest.raises(RetryableDeliveryError, match="said again") as again:
        desk.channel.send(OVER)
    assert again.value.retry_after == 90
    assert not again.value.undecided
    desk.now += timedelta(seconds=90)
    desk.channel.send(OVER)
    assert [action for action, _ in desk.sent] == ["trigger", "resolve", "resolve"]


def test_a_trigger_that_was_repeated_and_taken_is_no_doubt_any_more() -> None:
    desk = Desk()
    desk.provider.error = httpx.ReadTimeout("slow")
    meaning_of(lambda: desk.channel.send(OPENED))
    desk.provider.error = None
    desk.channel.send(OPENED)
    desk.channel.send(OVER)
    assert [action for action, _ in desk.sent] == ["trigger", "trigger", "resolve"]


def test_without_the_store_events_go_to_the_first_incident() -> None:
    desk = Desk()
    desk.references.unavailable = True
    for event in (OPENED, TAKEN_ON, WORSE, OVER):
        desk.channel.send(event)
    assert {key for _, key in desk.sent} == {message().alert.id}


@pytest.mark.parametrize(("status", "means"), (USUAL | dict.fromkeys((401, 403, 404), PERSON)).items())
def test_each_status_has_its_meaning(status: int, means: Meaning) -> None:
    assert meaning_of(lambda: Desk(status).channel.send(OPENED)) == means


def test_a_wrong_key_waits_for_a_person() -> None:
    client = httpx.Client(
        transport=httpx.MockTransport(lambda _: httpx.Response(400, json={"errors": ["'routing_key' is invalid"]}))
    )
    channel = PagerDutyChannel(client, Service(KEY, "https://pd.example"), InMemoryReferences(), lambda: NOW)
    assert meaning_of(lambda: channel.send(OPENED)) == PERSON


def test_a_flooded_pagerduty_is_left_alone_for_a_minute() -> None:
    for headers, seconds in (({}, 60.0), ({"Retry-After": "120"}, 120.0)):
        with pytest.raises(RetryableDeliveryError) as refused:
            Desk(429, **headers).channel.send(OPENED)
        assert refused.value.retry_after == seconds


def test_services_are_read() -> None:
    assert service_of(KEY) == Service(KEY, "https://events.pagerduty.com")
    assert service_of(f"EU {KEY}") == Service(KEY, "https://events.eu.pagerduty.com")


@pytest.mark.parametrize("text", ["", "short", f"asia {KEY}", f"eu {KEY} more", KEY[:-1] + "é"])
def test_services_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="ChannelPagerduty"):
        service_of(text)
