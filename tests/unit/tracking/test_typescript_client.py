"""The client for the shop's TypeScript: type-checked, and run in Node against an API."""

from pathlib import Path

import pytest

from tests.typescript_client import compile_client, report
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
    assert "the caller goes on" in report(compiled, "http://127.0.0.1:9", "token").stdout
