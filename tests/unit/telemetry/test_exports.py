"""What OpenTelemetry and Datadog get: the numbers that Prometheus gets."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.telemetry.datadog import checks_of, series_of
from pawpop_monitoring.telemetry.measurements import measurements_of
from pawpop_monitoring.telemetry.otlp import export_of
from pawpop_monitoring.telemetry.prometheus import render
from tests.e2e.browser.scenes import all_well, database_down

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
STATES = (all_well().dashboard, database_down().dashboard)


def metrics(state: DashboardResponse) -> list[dict[str, Any]]:
    (resource,) = export_of(measurements_of(state), NOW)["resourceMetrics"]
    found: list[dict[str, Any]] = resource["scopeMetrics"][0]["metrics"]
    return found


@pytest.mark.parametrize("state", STATES)
def test_opentelemetry_gets_every_number_of_prometheus(state: DashboardResponse) -> None:
    points = [
        (metric["name"].removeprefix("pawpop."), point["asDouble"])
        for metric in metrics(state)
        for point in metric["gauge"]["dataPoints"]
    ]
    lines = [line for line in render(state).splitlines() if not line.startswith("#")]
    scraped = [(re.split(r"[{ ]", line)[0].removeprefix("pawpop_"), float(line.rpartition(" ")[2])) for line in lines]
    assert points == scraped


def test_a_metric_has_its_unit_and_its_moment_as_text() -> None:
    units = {metric["name"]: metric["unit"] for metric in metrics(STATES[0])}
    assert units["pawpop.service_response_time_seconds"] == "s"
    assert units["pawpop.cost_dollars"] == "USD"
    assert units["pawpop.service_error_ratio"] == "1"
    (point, *_) = metrics(STATES[0])[0]["gauge"]["dataPoints"]
    assert point["timeUnixNano"] == f"{int(NOW.timestamp())}000000000"


def test_datadog_gets_few_series_with_few_tags() -> None:
    series = series_of(measurements_of(STATES[0]), NOW)["series"]
    assert 0 < len(series) <= 40
    names = {each["metric"] for each in series}
    assert "pawpop.cost_dollars" in names
    assert "pawpop.service_status" not in names
    assert all(
        each["points"] == [{"timestamp": int(NOW.timestamp()), "value": each["points"][0]["value"]}] for each in series
    )


def test_the_state_of_a_service_is_a_service_check() -> None:
    checks = {check["tags"][0]: check["status"] for check in checks_of(database_down().dashboard, "pawpop", NOW)}
    assert checks["service:supabase"] == 2


@pytest.mark.parametrize("status", ServiceStatus)
def test_every_state_has_a_number_at_datadog(status: ServiceStatus) -> None:
    state = STATES[0]
    services = {name: service.model_copy(update={"status": status}) for name, service in state.services.items()}
    checks = checks_of(state.model_copy(update={"services": services}), "pawpop", NOW)
    assert {check["status"] for check in checks} <= {0, 1, 2, 3}
    assert (status is ServiceStatus.HEALTHY) == all(check["status"] == 0 for check in checks)
