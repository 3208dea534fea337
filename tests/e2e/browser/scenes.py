"""States of the shop as the API would answer them, for a browser to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import sin
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_responses import AlertSummary, ListAlertsResponse
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.contracts.silence_requests import ListSilencesResponse
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.history import HistoryPoint, Uptime
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE, SYSTEM, ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.snapshot import ServiceSnapshot, count_alerts
from pawpop_monitoring.domain.spending import DailyCost, EndpointCost, Spending
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.http.dashboard_view import DashboardComposer, Outage, outage_of
from pawpop_monitoring.http.dashboard_window import window_of
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.http.health_view import snapshots_without_store
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.factories import make_alert

INTERVAL = timedelta(minutes=5)
_TYPICAL_MS = {SUPABASE: 38.0, FAL_AI: 420.0, STRIPE: 180.0, SYSTEM: 24.0}
_DETAILS: dict[str, dict[str, Any]] = {
    SUPABASE: {"connectionUtilization": 41.2, "averageQueryMs": 3.1, "problems": []},
    FAL_AI: {"dailyCost": 18.4, "monthlyCost": 402.11, "rateLimitRemaining": 38, "problems": []},
    STRIPE: {"webhookSuccessRate": 99.6, "paymentSuccessRate": 99.1, "failedInARow": 0, "problems": []},
    SYSTEM: {"problems": []},
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What GET /dashboard, GET /alerts and GET /silences answer."""

    dashboard: DashboardResponse
    open_alerts: ListAlertsResponse
    past_alerts: ListAlertsResponse
    silences: ListSilencesResponse


def all_well(now: datetime | None = None) -> Scene:
    """Four healthy services, nothing open."""
    return _scene(now or datetime.now(UTC), [], {})


def one_critical(now: datetime | None = None) -> Scene:
    """Payments fail, and the database is getting short of connections."""
    now = now or datetime.now(UTC)
    return _scene(now, _incident(now), {STRIPE: ServiceStatus.CRITICAL, SUPABASE: ServiceStatus.WARNING})


def database_down(now: datetime | None = None) -> Scene:
    """The database refuses connections; the rest comes from the standby tables."""
    now = now or datetime.now(UTC)
    reason = "The database refuses connections."
    down = make_alert(
        rule="unreachable",
        severity=Severity.CRITICAL,
        message="Database unreachable: the database refuses connections",
        timestamp=now - timedelta(minutes=14),
        last_seen=now,
        occurrences=3,
        details={"reason": reason, "attempts": 3},
    )
    kept = {name: _snapshot(name, now, ServiceStatus.HEALTHY) for name in _TYPICAL_MS}
    snapshots = snapshots_without_store(kept, _TYPICAL_MS, reason, now, INTERVAL)
    state = StoredState(latest=kept, counts=count_alerts([down]), recent=[down])
    return _compose(now, snapshots, state, [], outage_of(reason, [down]))


def with_alerts(alerts: Sequence[Alert], now: datetime | None = None) -> Scene:
    """Healthy services, and these alerts open."""
    return _scene(now or datetime.now(UTC), alerts, {})


def with_silences(scene: Scene, *silences: Silence, now: datetime) -> Scene:
    """The same, with these silences kept."""
    return replace(scene, silences=ListSilencesResponse.of(silences, now))


def some_silenced(now: datetime | None = None) -> Scene:
    """The incident while Stripe is kept back and a database upgrade is to come; one silence is over."""
    now = now or datetime.now(UTC)
    hour = timedelta(hours=1)
    return with_silences(
        one_critical(now),
        make_silence(now + 5 * hour, 2 * hour, service=SUPABASE, reason="Upgrade to the next major version"),
        make_silence(now - hour / 2, 2 * hour, service=STRIPE, reason="Deploy of the new checkout"),
        make_silence(now - 9 * hour, hour, reason="Yesterday's deploy"),
        now=now,
    )


def make_silence(starts_at: datetime, length: timedelta, **fields: Any) -> Silence:
    """A silence that an admin began; of all alerts, if `fields` does not say otherwise."""
    defaults = {"id": f"silence_{starts_at:%d%H%M}", "reason": "Deploy", "created_by": "admin"}
    return Silence(starts_at=starts_at, ends_at=starts_at + length, created_at=starts_at, **defaults | fields)


def _incident(now: datetime) -> list[Alert]:
    return [
        make_alert(
            service=STRIPE,
            rule="payment_success_rate",
            severity=Severity.CRITICAL,
            message="Payments are failing",
            timestamp=now - timedelta(minutes=14),
            last_seen=now,
            occurrences=3,
            details={"value": 91.3, "threshold": 98, "unit": "%", "failedPayments": 9, "payments": 103},
        ),
        make_alert(
            timestamp=now - timedelta(hours=2, minutes=20),
            severity=Severity.MEDIUM,
            status=AlertStatus.ACKNOWLEDGED,
            acknowledged_at=now - timedelta(hours=2),
            acknowledged_by="admin",
            occurrences=28,
            details={"value": 84.5, "threshold": 80, "unit": "%", "usedConnections": 82, "usableConnections": 97},
        ),
    ]


def _scene(now: datetime, alerts: Sequence[Alert], statuses: dict[str, ServiceStatus]) -> Scene:
    snapshots = [_snapshot(name, now, statuses.get(name, ServiceStatus.HEALTHY)) for name in _TYPICAL_MS]
    window = window_of("24h", now, INTERVAL)
    series = {name: _series(name, window.since, now, statuses.get(name)) for name in _TYPICAL_MS}
    state = StoredState(
        latest={snapshot.service: snapshot for snapshot in snapshots},
        counts=count_alerts(alerts),
        recent=alerts,
        series=series,
        uptime={name: Uptime(up=86_000, down=360 if name in statuses else 0) for name in _TYPICAL_MS},
        spending=_spending(now),
    )
    return _compose(now, snapshots, state, alerts)


def _compose(
    now: datetime,
    snapshots: Sequence[ServiceSnapshot],
    state: StoredState,
    alerts: Sequence[Alert],
    outage: Outage | None = None,
) -> Scene:
    gauges = Gauges(supabase=SupabaseThresholds(), fal=FalThresholds(), stripe=StripeThresholds())
    composer = DashboardComposer(gauges=gauges, zone=ZoneInfo("UTC"))
    return Scene(
        dashboard=composer.compose("24h", window_of("24h", now, INTERVAL), snapshots, state, outage),
        open_alerts=_page(alerts or state.recent, now),
        past_alerts=_page(_past(now), now),
        silences=ListSilencesResponse.of((), now),
    )


def _snapshot(name: str, now: datetime, status: ServiceStatus) -> ServiceSnapshot:
    details = dict(_DETAILS[name])
    if status is not ServiceStatus.HEALTHY:
        details |= {
            SUPABASE: {"connectionUtilization": 84.5, "problems": ["High connection usage detected"]},
            STRIPE: {"paymentSuccessRate": 91.3, "problems": ["Payments are failing"]},
        }.get(name, {})
    return ServiceSnapshot(
        service=name,
        status=status,
        last_check=now - timedelta(seconds=48),
        response_time=_TYPICAL_MS[name],
        error_rate=0.4,
        details=details,
    )


def _series(name: str, since: datetime, now: datetime, worst: ServiceStatus | None) -> list[HistoryPoint]:
    steps = int((now - since) / INTERVAL)
    return [
        HistoryPoint(
            at=since + INTERVAL * step,
            status=worst if worst and step > steps - 4 else ServiceStatus.HEALTHY,
            response_time=round(_TYPICAL_MS[name] * (1 + 0.25 * sin(step / 9) + 0.12 * sin(step * 1.7)), 1),
            error_rate=round(abs(sin(step / 13)), 2),
        )
        for step in range(steps)
        if not 120 < step < 132
    ]


def _spending(now: datetime) -> Spending:
    days = [now.date() - timedelta(days=back) for back in reversed(range(30))]
    costs = [Decimal(str(round(14 + 6 * sin(day.day * 1.3), 2))) for day in days]
    return Spending(
        today=Decimal("18.40"),
        month=Decimal("402.11"),
        projected_month=Decimal("518.30"),
        unpriced_requests=0,
        daily=tuple(
            DailyCost(day=day, cost=cost, requests=int(cost * 9)) for day, cost in zip(days, costs, strict=True)
        ),
        by_endpoint=(
            EndpointCost(
                endpoint="fal-ai/flux-pro/v1.1",
                cost=Decimal("311.20"),
                requests=2804,
                failed_requests=31,
                average_time=5200,
            ),
            EndpointCost(
                endpoint="fal-ai/clarity-upscaler",
                cost=Decimal("90.91"),
                requests=704,
                failed_requests=4,
                average_time=8100,
            ),
        ),
    )


def _past(now: datetime) -> list[Alert]:
    return [
        make_alert(
            service=FAL_AI,
            rule="rate_limit",
            message="Fewer than 10 requests left",
            severity=Severity.MEDIUM,
            status=AlertStatus.RESOLVED,
            timestamp=now - timedelta(days=1, hours=3),
            resolved_at=now - timedelta(days=1, hours=2, minutes=40),
            details={"value": 4, "threshold": 10, "unit": "requests"},
        )
    ]


def _page(alerts: Sequence[Alert], now: datetime) -> ListAlertsResponse:
    counts = count_alerts(alerts)
    return ListAlertsResponse(
        timestamp=now,
        alerts=tuple(AlertView.of(alert) for alert in alerts[:20]),
        total=counts.total,
        summary=AlertSummary.of(counts),
        next_cursor=None,
    )
