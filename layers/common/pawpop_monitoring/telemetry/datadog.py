"""Measurements for Datadog: series of its API v2, and the services' status as service checks of v1.

Each series costs money, so only what a person would put on a board goes there, under a fixed list of names.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.telemetry.measurements import Labels, Measurement

_GAUGE = 3
_SENT = frozenset(
    {
        "service_response_time_seconds",
        "service_error_ratio",
        "service_uptime_ratio",
        "service_reading",
        "open_alerts",
        "cost_dollars",
        "stale",
    }
)
_CHECK = "pawpop.service"
_STATUSES: Mapping[ServiceStatus, int] = MappingProxyType(
    {
        ServiceStatus.HEALTHY: 0,
        ServiceStatus.WARNING: 1,
        ServiceStatus.CRITICAL: 2,
        ServiceStatus.DOWN: 2,
        ServiceStatus.UNKNOWN: 3,
    }
)


def series_of(measurements: Iterable[Measurement], at: datetime) -> Mapping[str, Any]:
    """The body of POST /api/v2/series."""
    moment = int(at.timestamp())
    series = [
        {
            "metric": f"pawpop.{measurement.name}",
            "type": _GAUGE,
            "points": [{"timestamp": moment, "value": value}],
            "tags": _tags(labels),
        }
        for measurement in measurements
        if measurement.name in _SENT
        for labels, value in measurement.samples
    ]
    return {"series": series}


def checks_of(state: DashboardResponse, host: str, at: datetime) -> Sequence[Mapping[str, Any]]:
    """The body of POST /api/v1/check_run: one for each service."""
    return [
        {
            "check": _CHECK,
            "host_name": host,
            "status": _STATUSES[service.status],
            "tags": [f"service:{name}"],
            "timestamp": int(at.timestamp()),
        }
        for name, service in state.services.items()
    ]


def _tags(labels: Labels) -> list[str]:
    """Datadog lowers what it takes and puts underscores for the rest."""
    return [f"{key}:{value}" for key, value in labels.items()]
