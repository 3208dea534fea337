"""What is stored of services and alerts, as readers get it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSnapshot:
    """The last stored observation of a service; `response_time` in ms, `error_rate` in percent."""

    service: str
    status: ServiceStatus
    last_check: datetime | None = None
    response_time: float | None = None
    error_rate: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def texts_in(details: Mapping[str, Any], key: str) -> list[str]:
    """The sentences under `key`; none for what another writer left there in another form."""
    found = details.get(key)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list | tuple) else []


def newest_snapshots(
    stored: Mapping[str, ServiceSnapshot], kept: Mapping[str, ServiceSnapshot]
) -> Mapping[str, ServiceSnapshot]:
    """The newer one of each service, whichever store has it; `stored` where both are of the same moment."""
    newer = {service: snapshot for service, snapshot in kept.items() if _is_newer(snapshot, stored.get(service))}
    return {**stored, **newer}


def _is_newer(snapshot: ServiceSnapshot, than: ServiceSnapshot | None) -> bool:
    if than is None or than.last_check is None:
        return True
    return snapshot.last_check is not None and snapshot.last_check > than.last_check


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCounts:
    """How many alerts match, by severity and by service."""

    total: int = 0
    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    by_service: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "AlertCounts") -> "AlertCounts":
        """The counts of both together."""
        services = Counter(self.by_service) + Counter(other.by_service)
        return AlertCounts(
            total=self.total + other.total,
            critical=self.critical + other.critical,
            high=self.high + other.high,
            medium=self.medium + other.medium,
            low=self.low + other.low,
            by_service=dict(sorted(services.items())),
        )


def count_alerts(alerts: Sequence[Alert]) -> AlertCounts:
    """Counts of alerts that are at hand."""
    severities = Counter(alert.severity for alert in alerts)
    return AlertCounts(
        total=len(alerts),
        critical=severities[Severity.CRITICAL],
        high=severities[Severity.HIGH],
        medium=severities[Severity.MEDIUM],
        low=severities[Severity.LOW],
        by_service=dict(sorted(Counter(alert.service for alert in alerts).items())),
    )
