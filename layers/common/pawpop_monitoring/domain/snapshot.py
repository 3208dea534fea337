"""What is stored of services and alerts, as readers get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pawpop_monitoring.domain.service import ServiceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSnapshot:
    """The last stored observation of a service; `response_time` in ms, `error_rate` in percent."""

    service: str
    status: ServiceStatus
    last_check: datetime | None = None
    response_time: float | None = None
    error_rate: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCounts:
    """How many alerts match, by severity and by service."""

    total: int = 0
    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    by_service: Mapping[str, int] = field(default_factory=dict)
