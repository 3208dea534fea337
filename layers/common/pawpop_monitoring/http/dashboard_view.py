"""Composing the answer of GET /dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_responses import AlertSummary
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.cost_report import Costs
from pawpop_monitoring.contracts.dashboard_response import (
    DashboardAlerts,
    DashboardResponse,
    DashboardService,
    DashboardSummary,
    HistoryPointView,
    Range,
)
from pawpop_monitoring.contracts.health_response import HealthSummary, ServiceHealth
from pawpop_monitoring.contracts.silence_requests import SilenceView
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.day_record import percent_up
from pawpop_monitoring.domain.finding import fingerprint_of
from pawpop_monitoring.domain.history import HistoryPoint, Uptime, Window
from pawpop_monitoring.domain.overall import loud_severities, overall_status
from pawpop_monitoring.domain.service import SUPABASE, label_of
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.domain.spending import Spending
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.domain.urgency import worst_first
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.http.unknowns import unknowns_of

RECENT_ALERTS = 10
_DATABASE_DOWN = fingerprint_of(SUPABASE, "unreachable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Why the stored state can't be read, and since when, as far as that is known."""

    reason: str
    since: datetime | None


def outage_of(reason: str, alerts: Sequence[Alert]) -> Outage:
    """The outage that shows in `reason`; it began with the first alert that says so."""
    since = [alert.timestamp for alert in alerts if alert.fingerprint == _DATABASE_DOWN]
    return Outage(reason=reason, since=min(since, default=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardComposer:
    """Turns the state into the answer; `zone` says what a day is."""

    gauges: Gauges
    zone: ZoneInfo

    def compose(
        self,
        chosen: Range,
        window: Window,
        snapshots: Sequence[ServiceSnapshot],
        state: StoredState,
        outage: Outage | None = None,
        silences: Sequence[Silence] | None = None,
    ) -> DashboardResponse:
        """The answer; `snapshots` are one per service, `outage` is None while the database answers.

        `silences` are all that are kept, None if that is not known.
        """
        snapshots = [self.gauges.noted(snapshot) for snapshot in snapshots]
        services = {
            snapshot.service: self._service(snapshot, state.uptime.get(snapshot.service, Uptime()), window)
            for snapshot in snapshots
        }
        checks = tuple(ServiceHealth.of(snapshot) for snapshot in snapshots)
        costs = self._costs(state.spending)
        return DashboardResponse(
            timestamp=window.until,
            status=overall_status(
                (snapshot.status for snapshot in snapshots), loud_severities(state.conditions, state.silences)
            ),
            range=chosen,
            stale=outage is not None,
            stale_since=outage.since if outage else None,
            stale_reason=outage.reason if outage else None,
            summary=_summary(checks, [state.uptime.get(name, Uptime()) for name in services], window),
            services=services,
            alerts=_alerts(state),
            silences=None if silences is None else _silences(silences, window.until),
            health_checks=checks,
            history={name: _points(state.series.get(name, ())) for name in services},
            history_step_seconds=int(window.step.total_seconds()),
            costs=costs,
            unknowns=unknowns_of(services, costs, outage.reason if outage else None),
        )

    def _service(self, snapshot: ServiceSnapshot, uptime: Uptime, window: Window) -> DashboardService:
        return DashboardService(
            label=label_of(snapshot.service),
            status=snapshot.status,
            response_time=snapshot.response_time,
            error_rate=snapshot.error_rate,
            last_check=snapshot.last_check,
            uptime=_percent(uptime),
            uptime_coverage=uptime.coverage(window.seconds),
            observed_seconds=int(uptime.observed),
            gauges=self.gauges.read(snapshot),
            details=dict(snapshot.details),
        )

    def _costs(self, spending: Spending | None) -> Costs | None:
        if spending is None:
            return None
        limits = self.gauges.fal
        return Costs.of(
            spending,
            daily_limit=limits.fal_daily_cost_limit,
            monthly_limit=limits.fal_monthly_cost_limit,
            time_zone=self.zone.key,
        )


def _summary(checks: Sequence[ServiceHealth], uptimes: Sequence[Uptime], window: Window) -> DashboardSummary:
    total = Uptime(up=sum(uptime.up for uptime in uptimes), down=sum(uptime.down for uptime in uptimes))
    rates = [check.error_rate for check in checks if check.error_rate is not None]
    return DashboardSummary(
        **HealthSummary.of(checks).model_dump(by_alias=False),
        uptime=_percent(total),
        uptime_coverage=total.coverage(window.seconds * len(uptimes)),
        avg_error_rate=round(sum(rates) / len(rates), 2) if rates else None,
    )


def _percent(uptime: Uptime) -> str | None:
    """One decimal, rounded down: what was ever down must not read as 100.0."""
    percent = percent_up(uptime.observed, uptime.down, decimals=1)
    return None if percent is None else f"{percent:.1f}"


def _alerts(state: StoredState) -> DashboardAlerts:
    return DashboardAlerts(
        **AlertSummary.of(state.counts).model_dump(by_alias=False),
        recent=tuple(AlertView.of(alert) for alert in state.recent[:RECENT_ALERTS]),
        worst=tuple(AlertView.of(alert) for alert in worst_first([*state.worst, *state.recent])[:RECENT_ALERTS]),
    )


def _silences(silences: Sequence[Silence], now: datetime) -> tuple[SilenceView, ...]:
    return tuple(SilenceView.of(silence, now) for silence in silences if now < silence.ends_at)


def _points(points: Sequence[HistoryPoint]) -> tuple[HistoryPointView, ...]:
    return tuple(
        HistoryPointView(
            t=point.at,
            status=point.status,
            response_time=point.response_time,
            error_rate=point.error_rate,
        )
        for point in points
    )
