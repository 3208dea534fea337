"""The exporter against the sandbox: what each collector takes, and what one that fails costs the others."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from functions.metrics_exporter import app
from local_stack.sandbox.server import SandboxServer, serve
from pawpop_monitoring.bootstrap.metrics_exporter_services import ExporterServices, collectors_of
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.telemetry.exporting import Exporter
from pawpop_monitoring.telemetry.measurements import measurements_of
from tests.e2e.browser.scenes import all_well
from tests.live_server import answering

pytestmark = pytest.mark.integration
STATE = all_well().dashboard
ALL = ("datadog", "new-relic", "otlp")


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with answering(serve()) as server:
        yield server


def services(sandbox: SandboxServer, seconds: float = 8.0, **changed: str) -> ExporterServices:
    settings = {
        "datadog": "d0" * 16,
        "new-relic": f"1234567 {'e1' * 20}",
        "otlp": f"{sandbox.url}/otlp api-key=sandbox",
    } | changed
    collectors, problems = collectors_of(ALL, lambda name: settings[name], sandbox.url)
    dashboard = cast("Any", SimpleNamespace(look=lambda _range: STATE))
    return ExporterServices(
        dashboard, Exporter(bounded_client(), collectors, seconds), problems, lambda: datetime.now(UTC)
    )


def taken(sandbox: SandboxServer, path: str) -> list[Any]:
    found: list[Any] = httpx.get(f"{sandbox.url}/{path}").json()
    return found


def fault(sandbox: SandboxServer, name: str, settings: Mapping[str, object]) -> None:
    httpx.put(f"{sandbox.url}/_faults/{name}", json={"remaining": 1, **settings}).raise_for_status()


def test_each_collector_gets_the_numbers_in_its_own_form(sandbox: SandboxServer) -> None:
    assert app.run(services(sandbox)) == {"told": [*ALL]}
    names = {f"pawpop.{measurement.name}" for measurement in measurements_of(STATE)}
    assert {metric["name"] for metric in taken(sandbox, "otlp/metrics")} == names
    assert {metric["name"] for metric in taken(sandbox, "new-relic/metrics")} == names
    series = {each["metric"] for each in taken(sandbox, "datadog/series")}
    assert {"pawpop.open_alerts", "pawpop.service_uptime_ratio"} <= series <= names
    assert len(taken(sandbox, "datadog/checks")) == len(STATE.services)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "trouble", [{"status": 403}, {"status": 429, "headers": {"Retry-After": "60"}}, {"status": 503}, {"drop": True}]
)
def test_one_that_fails_is_named_and_costs_the_others_nothing(
    sandbox: SandboxServer, name: str, trouble: Mapping[str, object]
) -> None:
    fault(sandbox, name, trouble)
    with pytest.raises(app.ExportFailedError, match=f"^{name}: ") as failed:
        app.run(services(sandbox))
    assert "; " not in str(failed.value).removeprefix(f"{name}: ")
    paths = {"datadog": "datadog/series", "new-relic": "new-relic/metrics", "otlp": "otlp/metrics"}
    assert all(bool(taken(sandbox, path)) is (each != name) for each, path in paths.items())


def test_service_checks_are_told_though_the_series_were_refused(sandbox: SandboxServer) -> None:
    fault(sandbox, "datadog", {"status": 413})
    with pytest.raises(app.ExportFailedError, match=r"^datadog: it answered 413"):
        app.run(services(sandbox))
    assert len(taken(sandbox, "datadog/checks")) == len(STATE.services)


@pytest.mark.parametrize(("name", "other"), [("otlp", "datadog/series"), ("datadog", "otlp/metrics")])
def test_one_that_hangs_delays_no_other_and_is_given_up(sandbox: SandboxServer, name: str, other: str) -> None:
    fault(sandbox, name, {"latency_ms": 2_500})
    begun = time.monotonic()
    with pytest.raises(app.ExportFailedError, match=f"^{name}: "):
        app.run(services(sandbox, seconds=1.0))
    assert time.monotonic() - begun < 8
    assert taken(sandbox, other)


def test_points_that_a_receiver_rejects_are_told(sandbox: SandboxServer) -> None:
    partial = {"partialSuccess": {"rejectedDataPoints": "2", "errorMessage": "too old"}}
    fault(sandbox, "otlp", {"status": 200, "body": partial})
    with pytest.raises(app.ExportFailedError, match="rejected 2 points: too old"):
        app.run(services(sandbox))


def test_a_wrong_setting_costs_only_itself(sandbox: SandboxServer) -> None:
    with pytest.raises(app.ExportFailedError, match=r"^datadog: ChannelDatadog"):
        app.run(services(sandbox, datadog="short"))
    assert taken(sandbox, "otlp/metrics")
