"""The sandbox's Datadog holds to its limits and says them in its own header."""

import gzip
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from local_stack.sandbox.datadog import Datadog
from local_stack.sandbox.wire import Request

KEY = {"DD-API-KEY": "a" * 32}
EVENT: dict[str, Any] = {"title": "slow", "text": "very", "alert_type": "error", "tags": ["service:supabase"]}
CHECK: dict[str, Any] = {"check": "pawpop.supabase", "host_name": "monitor", "status": 2, "tags": []}


@dataclass(frozen=True)
class Ago:
    """So many seconds before the test runs, which may be long after it was collected."""

    seconds: int


def dated(change: dict[str, Any]) -> dict[str, Any]:
    now = int(time.time())
    return {name: now - value.seconds if isinstance(value, Ago) else value for name, value in change.items()}


def series(**point: Any) -> dict[str, Any]:
    given = {"timestamp": int(time.time()), "value": 1.5} | point
    return {"series": [{"metric": "pawpop.cost", "type": 3, "points": [given], "tags": ["a:b"]}]}


def post(client: httpx.Client, path: str, body: Any, headers: dict[str, str] | None = None) -> httpx.Response:
    return client.post(f"/datadog/api/{path}", json=body, headers=KEY if headers is None else headers)


def test_events_series_and_checks_are_kept(sandbox: httpx.Client) -> None:
    assert post(sandbox, "v1/events", EVENT).json()["event"]["title"] == "slow"
    assert post(sandbox, "v2/series", series()).json() == {"errors": []}
    assert post(sandbox, "v1/check_run", [CHECK, CHECK]).status_code == 202
    kept = {name: sandbox.get(f"/datadog/{name}").json() for name in ("events", "series", "checks")}
    assert (kept["events"], len(kept["checks"])) == ([EVENT], 2)
    assert kept["series"][0]["points"][0]["value"] == 1.5
    assert sandbox.delete("/datadog/events").status_code == 204
    assert sandbox.get("/datadog/events").json() == []


@pytest.mark.parametrize("headers", [{}, {"DD-API-KEY": "a" * 31}])
def test_a_key_that_is_none_is_forbidden(sandbox: httpx.Client, headers: dict[str, str]) -> None:
    assert post(sandbox, "v1/events", EVENT, headers).status_code == 403
    assert sandbox.get("/_received/datadog").json() == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"text": ""}, 400),
        ({"text": "x" * 4000}, 202),
        ({"text": "x" * 4001}, 400),
        ({"aggregation_key": "k" * 100}, 202),
        ({"aggregation_key": "k" * 101}, 400),
        ({"alert_type": "critical"}, 400),
        ({"priority": "high"}, 400),
        ({"date_happened": Ago(18 * 3600 - 600)}, 202),
        ({"date_happened": Ago(18 * 3600 + 10)}, 400),
        ({"date_happened": 1.5}, 400),
        ({"tags": "a:b"}, 400),
    ],
)
def test_an_event_keeps_its_limits(sandbox: httpx.Client, change: dict[str, Any], status: int) -> None:
    assert post(sandbox, "v1/events", EVENT | dated(change)).status_code == status
    assert len(sandbox.get("/datadog/events").json()) == (status == 202)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"status": 3}, 202),
        ({"status": 4}, 400),
        ({"host_name": None}, 400),
        ({"timestamp": Ago(500)}, 202),
        ({"timestamp": Ago(610)}, 400),
    ],
)
def test_a_check_keeps_its_limits(sandbox: httpx.Client, change: dict[str, Any], status: int) -> None:
    assert post(sandbox, "v1/check_run", CHECK | dated(change)).status_code == status


def test_points_of_another_time_are_dropped_without_a_word(sandbox: httpx.Client) -> None:
    for shift in (-4000, 1000, 0):
        assert post(sandbox, "v2/series", series(timestamp=int(time.time()) + shift)).status_code == 202
    assert [len(each["points"]) for each in sandbox.get("/datadog/series").json()] == [0, 0, 1]
    assert post(sandbox, "v2/series", series(value="1")).status_code == 400
    assert post(sandbox, "v2/series", {"series": []}).status_code == 400


def test_a_body_may_be_packed_and_has_a_largest_size(sandbox: httpx.Client) -> None:
    packed = {**KEY, "Content-Encoding": "gzip"}
    taken = sandbox.post("/datadog/api/v1/events", content=gzip.compress(json.dumps(EVENT).encode()), headers=packed)
    assert taken.status_code == 202
    assert sandbox.get("/_received/datadog").json()[0]["body"] == EVENT
    assert sandbox.post("/datadog/api/v1/events", content=b"not gzip", headers=packed).status_code == 400
    bomb = gzip.compress(b" " * (5 * 1024 * 1024 + 1))
    assert sandbox.post("/datadog/api/v1/events", content=bomb, headers=packed).status_code == 413
    assert post(sandbox, "v1/events", EVENT | {"more": "x" * 512_000}).status_code == 413


def test_too_many_calls_are_told_for_how_long_to_wait() -> None:
    moment = datetime(2026, 11, 26, tzinfo=UTC)
    datadog = Datadog(lambda: moment)
    request = Request.of("POST", "/api/v1/events", KEY, b"{}")
    answers = [datadog(request, lambda: None) for _ in range(501)]
    assert [each.status for each in answers[-2:]] == [400, 429]
    assert answers[-1].headers["X-RateLimit-Reset"] == "10"
    moment += timedelta(seconds=10)
    assert datadog(request, lambda: None).status == 400
