"""Nine states of the shop, and of whoever looks at it; each is made anew, as desks remember what was done."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.contracts.gauge import GaugeView
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.service import STRIPE, ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from tests.e2e.browser.scenes import Scene, all_well, database_down, one_critical, some_silenced
from tests.factories import make_alert
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.desk import alerts
from tests.integration.dashboard.insight_scenes import busy, young
from tests.unit.notifications.reviews import review_message

FIVE = ("medium", "high", "critical!", "high", "critical")
_USES = {"shop-checkout": 60, "image-worker": 22, "pawpop-monitoring": 4}
_READING = {"value": 92.5, "threshold": 90, "unit": "%", "usedConnections": 88, "byApplication": _USES}


def incident() -> list[Alert]:
    """Payments fail while the database is short of connections, which Ann looks after."""
    now = datetime.now(UTC)
    failing = {"value": 91.3, "threshold": 98, "unit": "%", "failedPayments": 9, "payments": 103}
    payments = make_alert(
        id="alert_p",
        service=STRIPE,
        rule="payment_success_rate",
        severity=Severity.CRITICAL,
        message="Payments are failing",
        timestamp=now - timedelta(minutes=14),
        last_seen=now,
        occurrences=3,
        details=failing,
    )
    return [payments, _connections(now - timedelta(hours=2, minutes=20), now)]


def fresh(scene: Scene) -> Scene:
    """Nothing was checked or spent yet."""
    return replace(scene, dashboard=_unchecked(scene.dashboard))


def _connections(since: datetime, now: datetime) -> Alert:
    return make_alert(id="alert_c", timestamp=since, last_seen=now, occurrences=28, details=_READING)


def _refused() -> list[Alert]:
    now = datetime.now(UTC)
    reason = "The database refuses connections."
    return [
        make_alert(
            id="alert_d",
            rule="unreachable",
            severity=Severity.CRITICAL,
            message="Database unreachable: the database refuses connections",
            timestamp=now - timedelta(minutes=14),
            last_seen=now,
            occurrences=3,
            details={"reason": reason, "attempts": 3},
        )
    ]


def _unchecked(dashboard: DashboardResponse) -> DashboardResponse:
    unknown: dict[str, Any] = {"details": {}, "error_rate": None}
    unknown |= {"status": ServiceStatus.UNKNOWN, "uptime": None, "observed_seconds": 0, "last_check": None}
    services = {
        name: each.model_copy(update=unknown | {"gauges": tuple(map(_unread, each.gauges))})
        for name, each in dashboard.services.items()
    }
    assert dashboard.costs
    nothing = tuple(day.model_copy(update={"cost": 0, "requests": 0}) for day in dashboard.costs.daily)
    spent = {"daily": nothing, "today": 0, "month": 0, "projected_month": 0, "by_endpoint": ()}
    costs = dashboard.costs.model_copy(update=spent)
    empty = {"services": services, "costs": costs, "status": ServiceStatus.WARNING, "history": {}}
    return dashboard.model_copy(update=empty)


def _unread(gauge: GaugeView) -> GaugeView:
    return gauge.model_copy(update={"value": None, "state": "unknown"})


STATES: Mapping[str, Callable[[], BoardDesk]] = MappingProxyType(
    {
        "well": lambda: BoardDesk(all_well(), [], insights=busy(), review=review_message().review),
        "one": lambda: BoardDesk(one_critical(), incident()[:1]),
        "five": lambda: BoardDesk(one_critical(), [*alerts(*FIVE[:3]), *incident()]),
        "eleven": lambda: BoardDesk(all_well(), alerts("critical", *["low"] * 10)),
        "thousand": lambda: BoardDesk(all_well(), alerts(*["medium", "high", "low", "critical"] * 250)),
        "database-down": lambda: BoardDesk(database_down(), _refused()),
        "fresh": lambda: BoardDesk(fresh(all_well()), [], insights=young(), measures=False),
        "silenced": lambda: BoardDesk(some_silenced(), incident()),
        "expired": lambda: BoardDesk(all_well(), incident(), expired=True),
    }
)
"""By the names of their pictures."""
