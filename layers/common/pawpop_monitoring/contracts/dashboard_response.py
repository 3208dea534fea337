"""What /dashboard is asked and answers."""

from typing import Any, Literal

from pawpop_monitoring.contracts.alert_responses import AlertSummary
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.cost_report import Costs
from pawpop_monitoring.contracts.gauge import GaugeView
from pawpop_monitoring.contracts.health_response import HealthSummary, ServiceHealth
from pawpop_monitoring.contracts.silence_requests import SilenceView
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.service import ServiceStatus

type Range = Literal["24h", "7d", "30d"]
"""How far back to look."""


class DashboardQuery(WireModel):
    """GET /dashboard."""

    range: Range = "24h"


class DashboardSummary(HealthSummary):
    """`uptime` is the percent of the observed time that was not down, as text with one decimal; null if unobserved.

    `uptimeCoverage` is the percent of the range about which anything is known at all.
    """

    uptime: str | None
    uptime_coverage: float
    avg_error_rate: float | None


class DashboardService(WireModel):
    """One service; `responseTime` in ms, `errorRate` and `uptime` in percent, null where not known.

    `label` is the name that people read. `uptime` is the share of the time observed that it was not down:
    `observedSeconds` of the range, which are `uptimeCoverage` percent of it.
    """

    label: str
    status: ServiceStatus
    response_time: float | None
    error_rate: float | None
    last_check: UtcDatetime | None
    uptime: str | None
    uptime_coverage: float
    observed_seconds: int
    gauges: tuple[GaugeView, ...]
    details: dict[str, Any]


class DashboardAlerts(AlertSummary):
    """Open alerts, and the newest and the worst of them, at most ten of each.

    `worst` begins with the one to look at first: what nobody has taken on, by severity, the oldest of these first.
    """

    recent: tuple[AlertView, ...]
    worst: tuple[AlertView, ...] = ()


class HistoryPointView(WireModel):
    """All checks within one step: when it begins, the worst status, mean response time (ms) and error rate (%)."""

    t: UtcDatetime
    status: ServiceStatus
    response_time: float | None
    error_rate: float | None


class Viewer(WireModel):
    """Who asks: the name of the token, and what it may do."""

    name: str
    scope: str


class DashboardResponse(WireModel):
    """GET /dashboard. With the database out of reach `stale` is true, and history and costs are missing.

    `staleSince` is when the database was first seen to be down, as far as that is known. `silences` are those that hold
    or are to come, null where they can't be read. `unknowns` says in sentences what the monitor does not know.
    """

    timestamp: UtcDatetime
    status: ServiceStatus
    range: Range
    stale: bool
    stale_since: UtcDatetime | None
    stale_reason: str | None
    summary: DashboardSummary
    services: dict[str, DashboardService]
    alerts: DashboardAlerts
    silences: tuple[SilenceView, ...] | None
    health_checks: tuple[ServiceHealth, ...]
    history: dict[str, tuple[HistoryPointView, ...]]
    history_step_seconds: int
    costs: Costs | None
    unknowns: tuple[str, ...]
    viewer: Viewer | None = None
