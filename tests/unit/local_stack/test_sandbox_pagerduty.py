"""The sandbox's PagerDuty keeps the rules of state that catch people out."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from local_stack.sandbox.pagerduty import PagerDuty
from local_stack.sandbox.wire import Request

KEY = "a" * 32
PAYLOAD = {"summary": "slow", "source": "test", "severity": "error"}


def enqueue(client: httpx.Client, action: str = "trigger", key: str | None = "one", **more: Any) -> httpx.Response:
    event = {"routing_key": KEY, "event_action": action, "dedup_key": key, "payload": PAYLOAD} | more
    return client.post("/pagerduty/v2/enqueue", json=event)


def incidents(client: httpx.Client) -> list[tuple[str, str, list[str]]]:
    found = client.get("/pagerduty/incidents").json()
    return [(i["dedup_key"], i["status"], [e["event_action"] for e in i["events"]]) for i in found]


def test_a_key_is_one_incident_until_it_is_resolved_and_then_another(sandbox: httpx.Client) -> None:
    for action in ("trigger", "trigger", "acknowledge", "resolve", "trigger"):
        assert enqueue(sandbox, action).status_code == 202
    assert incidents(sandbox) == [
        ("one", "resolved", ["trigger", "trigger", "acknowledge", "resolve"]),
        ("one", "triggered", ["trigger"]),
    ]


def test_a_trigger_rings_nobody_while_somebody_has_taken_it_on(sandbox: httpx.Client) -> None:
    enqueue(sandbox)
    enqueue(sandbox, "acknowledge")
    enqueue(sandbox, payload=PAYLOAD | {"severity": "critical"})
    [incident] = sandbox.get("/pagerduty/incidents").json()
    assert (incident["status"], incident["severity"]) == ("acknowledged", "critical")


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_what_ends_nothing_is_taken_and_dropped(sandbox: httpx.Client, action: str) -> None:
    assert enqueue(sandbox, action).status_code == 202
    enqueue(sandbox)
    assert enqueue(sandbox, action, routing_key="b" * 32).status_code == 202
    assert incidents(sandbox) == [("one", "triggered", ["trigger"])]
    assert [each["event_action"] for each in sandbox.get("/pagerduty/dropped").json()] == [action, action]


def test_a_trigger_without_a_key_is_given_one(sandbox: httpx.Client) -> None:
    key = enqueue(sandbox, key=None).json()["dedup_key"]
    assert incidents(sandbox) == [(key, "triggered", ["trigger"])]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"routing_key": "short"}, "routing_key"),
        ({"event_action": "open"}, "event_action"),
        ({"event_action": "resolve", "dedup_key": ""}, "dedup_key"),
        ({"dedup_key": "k" * 256}, "dedup_key"),
        ({"payload": None}, "payload"),
        ({"payload": PAYLOAD | {"summary": "s" * 1025}}, "summary"),
        ({"payload": PAYLOAD | {"severity": "high"}}, "severity"),
    ],
)
def test_an_invalid_event_is_refused_in_words(sandbox: httpx.Client, event: dict[str, Any], said: str) -> None:
    answer = enqueue(sandbox, **event)
    assert (answer.status_code, answer.json()["status"]) == (400, "invalid event")
    assert said in answer.text
    assert incidents(sandbox) == []


def test_limits_hold_to_the_last_character(sandbox: httpx.Client) -> None:
    assert enqueue(sandbox, key="k" * 255, payload=PAYLOAD | {"summary": "s" * 1024}).status_code == 202
    assert enqueue(sandbox, more="x" * 512 * 1024).status_code == 413


def test_too_many_a_minute_are_throttled_until_all_is_emptied() -> None:
    pagerduty = PagerDuty(lambda: datetime(2026, 11, 26, tzinfo=UTC))
    event = {"routing_key": KEY, "event_action": "resolve", "dedup_key": "one"}
    request = Request.of("POST", "/v2/enqueue", {}, json.dumps(event).encode())
    assert [pagerduty(request, lambda: None).status for _ in range(121)][-2:] == [202, 429]
    pagerduty.control(Request.of("DELETE", "/incidents", {}, b""))
    assert pagerduty(request, lambda: None).status == 202
