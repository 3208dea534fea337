"""The sandbox's New Relic says yes before it reads, as the real one does."""

import gzip
import json
from typing import Any

import httpx
import pytest

KEY = {"Api-Key": "a" * 40, "Content-Encoding": "gzip"}
EVENT: dict[str, Any] = {"eventType": "NrAiIncidentExternal", "state": "trigger", "count": 1}


def post(client: httpx.Client, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    return client.post("/new-relic/v1/accounts/123/events", content=body, headers=headers or KEY)


def packed(*events: Any) -> bytes:
    return gzip.compress(json.dumps(list(events)).encode(), mtime=0)


def test_events_are_kept(sandbox: httpx.Client) -> None:
    answer = post(sandbox, packed(EVENT, EVENT))
    assert answer.json()["success"]
    assert sandbox.get("/new-relic/events").json() == [EVENT, EVENT]
    assert sandbox.get("/_received/newrelic").json()[0]["body"] == [EVENT, EVENT]
    assert sandbox.delete("/newrelic/events").status_code == 204
    assert sandbox.get("/new-relic/events").json() == []


@pytest.mark.parametrize(
    "body",
    [
        b"not gzip",
        gzip.compress(b"{", mtime=0),
        packed({"state": "trigger"}),
        packed(EVENT | {"details": {"a": 1}}),
        packed(EVENT | {"fine": True}),
        packed(EVENT | {"text": "x" * 4097}),
        packed(EVENT, EVENT | {"eventType": "a/b"}),
    ],
)
def test_what_it_can_not_read_is_answered_with_success_and_turns_up_as_an_error(
    sandbox: httpx.Client, body: bytes
) -> None:
    answer = post(sandbox, body)
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    [error] = sandbox.get("/new-relic/errors").json()
    assert error["requestUuid"] == answer.json()["uuid"]
    assert sandbox.get("/new-relic/events").json() == []


def test_what_it_refuses_at_once(sandbox: httpx.Client) -> None:
    assert post(sandbox, packed(EVENT), {"Api-Key": "short"}).status_code == 403
    assert post(sandbox, b"x" * 1_000_001).status_code == 413
    assert sandbox.post("/new-relic/v1/accounts/x/events", content=b"", headers=KEY).status_code == 404
    assert sandbox.put("/_faults/newrelic", json={"status": 429, "remaining": 1}).status_code == 200
    assert post(sandbox, packed(EVENT)).status_code == 429
    assert sandbox.get("/_received/new-relic").json() == []
