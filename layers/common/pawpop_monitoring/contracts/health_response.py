"""What /health answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Self

from pawpop_monitoring.contracts.alert_requests import NamedService
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot


class ServiceHealth(WireModel):
    """One service; `responseTime` in ms, `errorRate` in percent, null where not measured."""

    service: str
    status: ServiceStatus
    response_time: float | None
    error_rate: float | None
    last_check: UtcDatetime | None
    details: dict[str, Any]

    @classmethod
    def of(cls, snapshot: ServiceSnapshot, *, with_details: bool = True) -> Self:
        """A stored snapshot; its details are for holders of a token."""
        return cls(
            service=snapshot.service,
            status=snapshot.status,
            response_time=snapshot.response_time,
            error_rate=snapshot.error_rate,
            last_check=snapshot.last_check,
            details=dict(snapshot.details) if with_details else {},
        )

    @classmethod
    def observed(cls, observation: Observation) -> Self:
        """A fresh observation."""
        return cls(
            service=observation.service,
            status=observation.status,
            response_time=observation.response_time,
            error_rate=observation.error_rate,
            last_check=observation.observed_at,
            details=dict(observation.recorded_details),
        )


class HealthAlerts(WireModel):
    """Open alerts by severity, and the newest of them, at most five."""

    total: int
    critical: int
    high: int
    medium: int
    low: int
    recent: tuple[AlertView, ...]


class HealthSummary(WireModel):
    """Services by status; a service of unknown status counts as a warning, one that is down as critical."""

    total_services: int
    healthy_services: int
    warning_services: int
    critical_services: int
    avg_response_time: float | None

    @classmethod
    def of(cls, services: Sequence[ServiceHealth]) -> Self:
        """Count `services`; the average leaves out what was not measured."""
        times = [service.response_time for service in services if service.response_time is not None]
        return cls(
            total_services=len(services),
            healthy_services=_count(services, ServiceStatus.HEALTHY),
            warning_services=_count(services, ServiceStatus.WARNING, ServiceStatus.UNKNOWN),
            critical_services=_count(services, ServiceStatus.CRITICAL, ServiceStatus.DOWN),
            avg_response_time=round(sum(times) / len(times), 1) if times else None,
        )


class HealthResponse(WireModel):
    """GET /health."""

    status: ServiceStatus
    timestamp: UtcDatetime
    services: tuple[ServiceHealth, ...]
    alerts: HealthAlerts
    summary: HealthSummary


class RunHealthCheckRequest(WireModel):
    """POST /health; without a service, all are checked."""

    service: NamedService | None = None


class RunHealthCheckResponse(WireModel):
    """What the checks saw."""

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    services: tuple[ServiceHealth, ...]
    message: str


class CheckOutline(WireModel):
    """What a check function answers whoever invokes it by hand."""

    service: str
    status: ServiceStatus
    observed_at: UtcDatetime
    problems: tuple[str, ...]

    @classmethod
    def of(cls, observation: Observation) -> Self:
        """The outline of a fresh observation."""
        return cls(
            service=observation.service,
            status=observation.status,
            observed_at=observation.observed_at,
            problems=tuple(finding.message for finding in observation.findings),
        )

    @classmethod
    def switched_off(cls, service: str, now: datetime) -> Self:
        """What is answered for a service that is not checked."""
        problems = ("It is switched off by ServicesOff, and not checked.",)
        return cls(service=service, status=ServiceStatus.UNKNOWN, observed_at=now, problems=problems)


def _count(services: Sequence[ServiceHealth], *statuses: ServiceStatus) -> int:
    return sum(service.status in statuses for service in services)
