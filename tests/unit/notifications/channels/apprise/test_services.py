"""Chats behind Apprise, as the sandbox plays them: what they get, and what is made of what they refuse."""

import time
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from local_stack.sandbox.server import SandboxServer, serve
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.notifications.channels.apprise.apprise import AppriseChannel
from pawpop_monitoring.notifications.channels.apprise.compose import Composer
from pawpop_monitoring.notifications.channels.apprise.target import Target, bounded
from tests.live_server import answering
from tests.unit.notifications.channels.answering import PERSON, Meaning, meaning_of
from tests.unit.notifications.messages import message

TOKEN = "123456789:" + "A" * 35
DISCORD, TELEGRAM, NTFY = "discord://4174216298/JHMHI8qBe7bk2ZwO", f"tgram://{TOKEN}/12315544", "ntfy://shop-alerts"
EACH = {"discord.com": DISCORD, "api.telegram.org": TELEGRAM, "ntfy.sh": NTFY}
NEVER: Meaning = (False, False, False)
NOTE = Composer(ZoneInfo("UTC")).compose(
    message(message="<b>Slow</b> for <@everyone> & @here", details={"where": "a <br> of 5 < 6"})
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxServer]:
    with answering(serve()) as server:
        yield server


@pytest.fixture(autouse=True)
def empty(sandbox: SandboxServer) -> None:
    httpx.delete(f"{sandbox.url}/_faults")
    httpx.delete(f"{sandbox.url}/apprise/messages")


def channel(sandbox: SandboxServer, url: str) -> AppriseChannel:
    return AppriseChannel(Target("phone", bounded(url)), f"{sandbox.url}/apprise")


def refuse(sandbox: SandboxServer, status: int, **fault: object) -> None:
    httpx.put(f"{sandbox.url}/_faults/apprise", json={"status": status, "remaining": 9, **fault}).raise_for_status()


@pytest.mark.parametrize("service", EACH)
def test_each_takes_what_it_is_told_and_calls_nobody(sandbox: SandboxServer, service: str) -> None:
    assert channel(sandbox, EACH[service]).send(NOTE)
    (shown,) = httpx.get(f"{sandbox.url}/apprise/messages").json()
    assert shown["service"] == service
    assert "Slow" in shown["title"] + shown["message"]
    assert "@everyone" not in str(shown)
    assert "@here" not in str(shown)


@pytest.mark.parametrize(
    ("url", "means"),
    [
        (f"tgram://{TOKEN}/-404", PERSON),
        ("discord://404/JHMHI8qBe7bk2ZwO", PERSON),
    ],
)
def test_who_is_not_there_any_more_waits_for_a_person(sandbox: SandboxServer, url: str, means: Meaning) -> None:
    assert meaning_of(lambda: channel(sandbox, url).send(NOTE)) == means


def test_why_it_was_refused_is_said_without_the_token(sandbox: SandboxServer) -> None:
    with pytest.raises(RetryableDeliveryError, match="400 Bad Request: chat not found") as refused:
        channel(sandbox, f"tgram://{TOKEN}/-404").send(NOTE)
    assert TOKEN not in str(refused.value)


def test_what_telegram_can_not_read_is_not_tried_again(sandbox: SandboxServer) -> None:
    refuse(sandbox, 400, body={"ok": False, "error_code": 400, "description": "Bad Request: can't parse entities"})
    assert meaning_of(lambda: channel(sandbox, TELEGRAM).send(NOTE)) == NEVER


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        (TELEGRAM, {"body": {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 30}}}),
        (DISCORD, {"body": {"message": "You are being rate limited.", "retry_after": 30.0, "global": False}}),
        (NTFY, {"headers": {"Retry-After": "30"}, "body": {"error": "limit reached", "http": 429}}),
    ],
)
def test_who_asks_for_time_gets_it_from_the_queue(sandbox: SandboxServer, url: str, fault: Mapping[str, Any]) -> None:
    refuse(sandbox, 429, **fault)
    with pytest.raises(RetryableDeliveryError) as refused:
        channel(sandbox, url).send(NOTE)
    assert refused.value.retry_after == 30


def test_a_chat_that_asks_to_wait_holds_up_nobody(sandbox: SandboxServer) -> None:
    """Apprise would sleep here until the limit is over, with the function that runs it."""
    limited = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 60), "Retry-After": "60"}
    refuse(sandbox, 429, headers=limited)
    begun = time.monotonic()
    with pytest.raises(RetryableDeliveryError) as refused:
        channel(sandbox, DISCORD).send(NOTE)
    assert time.monotonic() - begun < 5
    assert refused.value.retry_after == 60
