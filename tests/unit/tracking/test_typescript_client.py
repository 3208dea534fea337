"""The client for the shop's TypeScript: type-checked, and run in Node against an API."""

from pathlib import Path

import pytest

from pawpop_monitoring.tracking.client.prompt_hash import hash_of
from tests.typescript_client import compile_client, report, report_objects
from tests.unit.tracking.receiving_api import Api


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_client(tmp_path_factory.mktemp("client"))


def test_usage_and_events_are_reported_in_batches(compiled: Path, api: Api) -> None:
    report(compiled, api.url, "token")

    usage = [items for path, _, items in api.received if path.endswith("/track/fal-ai")]
    assert usage == [
        [
            {
                "endpoint": "fal-ai/flux",
                "requestId": "r-1",
                "status": "success",
                "responseTime": 12.5,
                "cost": 0.04,
                "rateLimitRemaining": 7,
            }
        ]
    ]
    events = [items for path, _, items in api.received if path.endswith("/track/stripe")]
    assert [len(items) for items in events] == [100, 50]
    assert {token for _, token, _ in api.received} == {"Bearer token"}


def test_an_api_that_fails_is_tried_again(compiled: Path, api: Api) -> None:
    api.statuses = [500, 500, 500]

    assert "HTTP 500" in report(compiled, api.url, "token").stderr
    assert api.received


def test_an_api_that_is_gone_does_not_stop_the_caller(compiled: Path) -> None:
    told = report(compiled, "http://127.0.0.1:9", "token")

    assert "the caller goes on" in told.stdout
    assert "all arrived: false" in told.stdout
    assert told.stderr.count("is lost") == 151


@pytest.mark.parametrize("judges_whole", [False, True])
def test_objects_are_taken_and_a_wrong_one_costs_only_itself(compiled: Path, api: Api, judges_whole: bool) -> None:
    """Before, an object did not compile, and at run time all of the batch was dropped after three attempts."""
    api.judges_whole = judges_whole

    told = report_objects(compiled, api.url, "token")

    calls = {item["requestId"]: item for item in api.items() if "requestId" in item}
    assert set(calls) == {f"r-{number}" for number in range(100) if number != 42} | {
        "late",
        "long",
        "thrown",
        "asked",
        "image",
    }
    assert calls["r-0"] == {
        "endpoint": "fal-ai/flux-pro/kontext/max",
        "requestId": "r-0",
        "status": "success",
        "responseTime": 2500,
        "cost": 0.05,
    }
    assert calls["late"]["at"] == "1970-01-01T00:00:00.000Z"
    assert (len(calls["long"]["errorMessage"]), calls["thrown"]["errorMessage"]) == (2000, "TypeError: no")
    asked = {"prompt": "Zoë as a queen 👑" * 9, "seed": 7, "size": [{"a": None, "b": 1}]}
    assert (calls["asked"]["promptHash"], "prompt" in calls["asked"]) == (hash_of(asked), False)
    assert "promptHash" not in calls["image"]
    (event,) = [item for item in api.items() if item.get("eventId") == "evt_1"]
    assert event["processingTime"] == 150
    assert [line for line in told.stderr.splitlines() if '"r-42"' in line and "is lost" in line]
    assert "all arrived: false" in told.stdout
    assert "again: true" in told.stdout
    assert api.attempts.count(["r-42"]) <= 1


def test_all_that_arrived_is_said_so(compiled: Path, api: Api) -> None:
    assert "all arrived: true" in report(compiled, api.url, "token").stdout
