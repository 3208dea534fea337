"""The sandbox's collector takes OTLP's JSON and nothing that only looks like it."""

import gzip
import json
from typing import Any

import httpx
import pytest

RECORD: dict[str, Any] = {
    "timeUnixNano": "1700000000000000000",
    "severityNumber": 17,
    "body": {"stringValue": "slow"},
    "attributes": [{"key": "alert.id", "value": {"stringValue": "1"}}],
}
POINT: dict[str, Any] = {"timeUnixNano": "1700000000000000000", "asDouble": 1.5}


def logs(*records: Any) -> dict[str, Any]:
    return {"resourceLogs": [{"resource": {"attributes": []}, "scopeLogs": [{"logRecords": list(records)}]}]}


def gauge(*points: Any, **metric: Any) -> dict[str, Any]:
    given = {"name": "pawpop.cost", "gauge": {"dataPoints": list(points)}} | metric
    return {"resourceMetrics": [{"scopeMetrics": [{"metrics": [given]}]}]}


def post(client: httpx.Client, signal: str, body: Any) -> httpx.Response:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return client.post(f"/otlp/v1/{signal}", content=gzip.compress(json.dumps(body).encode()), headers=headers)


def test_logs_and_metrics_are_kept(sandbox: httpx.Client) -> None:
    assert post(sandbox, "logs", logs(RECORD, RECORD)).json() == {}
    assert post(sandbox, "metrics", gauge(POINT)).json() == {}
    assert sandbox.get("/otlp/logs").json() == [RECORD, RECORD]
    assert sandbox.get("/otlp/metrics").json()[0]["gauge"]["dataPoints"] == [POINT]
    assert sandbox.get("/_received/otlp").json()[0]["body"] == logs(RECORD, RECORD)
    assert sandbox.delete("/otlp/logs").status_code == 204
    assert sandbox.get("/otlp/logs").json() == []


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"resource_logs": []},
        logs(RECORD | {"timeUnixNano": 1700000000000000000}),
        logs(RECORD | {"severityNumber": "SEVERITY_NUMBER_ERROR"}),
        logs(RECORD | {"severityNumber": 25}),
        logs(RECORD | {"body": "slow"}),
        logs(RECORD | {"attributes": {"a": "b"}}),
        logs(RECORD | {"attributes": [{"key": "a", "value": "b"}]}),
        logs(RECORD | {"attributes": [{"value": {"stringValue": "b"}}]}),
    ],
)
def test_a_wrong_form_is_refused_whole(sandbox: httpx.Client, body: Any) -> None:
    answer = post(sandbox, "logs", body)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)
    assert sandbox.get("/otlp/logs").json() == []


@pytest.mark.parametrize(
    "body",
    [
        gauge(POINT, name=""),
        gauge(POINT, sum={"dataPoints": [POINT], "aggregationTemporality": 2}),
        gauge(POINT | {"asInt": "1"}),
        gauge(POINT | {"asDouble": "1.5"}),
        gauge({"timeUnixNano": "1", "asInt": "1.5"}),
        {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "a", "sum": {"dataPoints": [POINT]}}]}]}]},
    ],
)
def test_a_wrong_metric_is_refused_whole(sandbox: httpx.Client, body: Any) -> None:
    assert post(sandbox, "metrics", body).status_code == 400


def test_what_has_no_time_is_rejected_and_the_rest_taken(sandbox: httpx.Client) -> None:
    timeless = RECORD | {"timeUnixNano": "0"}
    assert post(sandbox, "logs", logs(RECORD, timeless)).json()["partialSuccess"]["rejectedLogRecords"] == "1"
    assert sandbox.get("/otlp/logs").json() == [RECORD]
    answer = post(sandbox, "metrics", gauge(POINT, {"asInt": "1"}))
    assert answer.json()["partialSuccess"]["rejectedDataPoints"] == "1"


def test_a_fault_may_reject_what_it_answers_with_success(sandbox: httpx.Client) -> None:
    partial = {"partialSuccess": {"rejectedLogRecords": "1", "errorMessage": "full"}}
    sandbox.put("/_faults/otlp", json={"body": partial, "remaining": 1})
    answer = post(sandbox, "logs", logs(RECORD))
    assert (answer.status_code, answer.json()) == (200, partial)
    assert sandbox.get("/otlp/logs").json() == []


def test_only_json_is_taken(sandbox: httpx.Client) -> None:
    answer = sandbox.post("/otlp/v1/logs", content=b"", headers={"Content-Type": "application/x-protobuf"})
    assert answer.status_code == 415
    assert sandbox.post("/otlp/v1/traces", json={}).status_code == 404
