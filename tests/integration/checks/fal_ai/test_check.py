"""The whole check: real HTTP against the sandbox, real SQL, within its budget whatever the upstreams do."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import psycopg
import pytest

from local_stack import ports
from pawpop_monitoring.checks.fal_ai import FalCheck, Upstreams, gather
from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.thresholds import FalThresholds
from tests.factories import NOW
from tests.integration.checks.fal_ai.conftest import PutFault
from tests.integration.checks.fal_ai.usage import track


def _observe(api: FalPlatformApi, database_url: str) -> Observation:
    upstreams = Upstreams(PostgresFalUsage(lambda: database_url), api, time.sleep)
    return FalCheck(upstreams, FalThresholds.load({}), lambda: NOW, ZoneInfo("UTC")).observe()


@pytest.fixture
def probing(api: FalPlatformApi) -> FalPlatformApi:
    """Without an admin key, so that the sandbox's empty bill is not compared."""
    return replace(api, keys=lambda: FalKeys("id:secret"))


@pytest.fixture
def dribbler() -> Iterator[str]:
    """A server that sends a byte now and then: each read succeeds, the answer never ends."""
    over = threading.Event()
    listener = socket.create_server((ports.LOOPBACK, 0))

    def serve() -> None:
        while not over.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=dribble, args=(line,), daemon=True).start()

    def dribble(line: socket.socket) -> None:
        with line:
            while not over.wait(0.2):
                try:
                    line.send(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://{ports.LOOPBACK}:{listener.getsockname()[1]}"
    over.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_a_quiet_shop_is_healthy(probing: FalPlatformApi, database_url: str) -> None:
    observation = _observe(probing, database_url)
    assert (observation.status, observation.findings) == ("healthy", ())
    assert observation.error_rate is None
    assert observation.details["dailyCost"] == 0.0


def test_1500_dollars_fire_the_monthly_rule_and_next_month_clears_it(
    probing: FalPlatformApi, database_url: str, direct: psycopg.Connection
) -> None:
    track(direct, 1500, at=NOW.replace(day=2), cost="1")
    observation = _observe(probing, database_url)
    assert (observation.status, [finding.rule for finding in observation.findings]) == ("critical", ["monthly_cost"])
    assert observation.findings[0].value == 1500.0
    direct.execute("UPDATE fal_ai_usage SET created_at = created_at - interval '1 month'")
    assert "fal-ai:monthly_cost" in _observe(probing, database_url).cleared


def test_a_missing_table_is_never_healthy(
    probing: FalPlatformApi, database_url: str, direct: psycopg.Connection
) -> None:
    direct.execute("DROP TABLE fal_ai_usage")
    observation = _observe(probing, database_url)
    assert observation.status == "unknown"
    assert observation.cleared == {"fal-ai:unreachable"}
    assert "make migrate" in observation.details["unknown"][0]


def test_one_failure_is_not_an_outage(probing: FalPlatformApi, database_url: str, put_fault: PutFault) -> None:
    put_fault(status=500, remaining=2)
    assert _observe(probing, database_url).status == "healthy"


def test_an_outage_is_confirmed_and_told(api: FalPlatformApi, database_url: str, put_fault: PutFault) -> None:
    put_fault(status=500)
    observation = _observe(api, database_url)
    assert (observation.status, observation.response_time) == ("down", None)
    assert observation.findings[0].message == "fal.ai unreachable: has an error of its own (500)"
    assert observation.findings[0].evidence["attempts"] == 3


def test_everything_hangs_and_the_check_ends_in_time(
    api: FalPlatformApi, dribbler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "_CALL_SECONDS", 0.3)
    monkeypatch.setattr(gather, "_PROBE_SECONDS", 0.3)
    started = time.monotonic()
    observation = _observe(replace(api, base_url=dribbler), dribbler.replace("http", "postgresql") + "/shop")
    assert time.monotonic() - started < 3 * 0.3 + 2 * 0.3 + 0.5
    assert observation.status == "down"
    assert observation.findings[0].message == "fal.ai unreachable: did not answer in time"
    assert len(observation.details["unknown"]) == 3
