"""The client for the shop's TypeScript: type-checked, and run in Node against an API."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.tracking.receiving_api import Api

CLIENT = Path(__file__).parents[3] / "shared" / "typescript_client"
COMPILER = CLIENT / "node_modules" / ".bin" / "tsc"

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed"),
    pytest.mark.skipif(not COMPILER.exists(), reason="run `npm install` in shared/typescript_client"),
]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("client")
    subprocess.run([str(COMPILER), "--project", str(CLIENT), "--outDir", str(target)], check=True)
    return (target / "monitoring.js").rename(target / "monitoring.mjs")


def report(compiled: Path, api_url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MONITORING_API_URL": api_url, "MONITORING_TRACK_TOKEN": "token"}
    return subprocess.run(
        ["node", str(CLIENT / "report.mjs"), str(compiled)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )


def test_usage_and_events_are_reported_in_batches(compiled: Path, api: Api) -> None:
    report(compiled, api.url)

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

    assert "HTTP 500" in report(compiled, api.url).stderr
    assert api.received


def test_an_api_that_is_gone_does_not_stop_the_caller(compiled: Path) -> None:
    assert "the caller goes on" in report(compiled, "http://127.0.0.1:9").stdout
