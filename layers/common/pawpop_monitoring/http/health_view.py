"""Composing the answer of GET /health from what is stored, or from what is known without the store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.health_response import HealthAlerts, HealthResponse, HealthSummary, ServiceHealth
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.overall import overall_status
from pawpop_monitoring.domain.service import SUPABASE, ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import AlertCounts, ServiceSnapshot, texts_in

RECENT_ALERTS = 5
_INTERVALS_UNTIL_STALE = 3


def current_snapshots(
    stored: Mapping[str, ServiceSnapshot],
    expected: Iterable[str],
    now: datetime,
    check_interval: timedelta,
) -> list[ServiceSnapshot]:
    """A snapshot for every expected service; a missing one and an old one say unknown, never healthy."""
    oldest = now - check_interval * _INTERVALS_UNTIL_STALE
    return [_current(stored.get(service), service, oldest) for service in expected]


def snapshots_without_store(
    kept: Mapping[str, ServiceSnapshot],
    expected: Iterable[str],
    reason: str,
    now: datetime,
    check_interval: timedelta,
) -> list[ServiceSnapshot]:
    """What is known when the database does not answer: that it does not, and what was last seen of the others."""
    return [
        _down(snapshot, reason) if snapshot.service == SUPABASE else snapshot
        for snapshot in current_snapshots(kept, expected, now, check_interval)
    ]


def compose(
    snapshots: Sequence[ServiceSnapshot],
    counts: AlertCounts,
    recent: Sequence[Alert],
    now: datetime,
    *,
    loud: Iterable[Severity] = (),
    with_details: bool,
) -> HealthResponse:
    """The answer; `loud` are the severities of open alerts that are not silenced.

    Details of services, and alerts beyond their numbers, are for holders of a token.
    """
    services = tuple(ServiceHealth.of(snapshot, with_details=with_details) for snapshot in snapshots)
    shown = recent[:RECENT_ALERTS] if with_details else ()
    return HealthResponse(
        status=overall_status((service.status for service in services), loud),
        timestamp=now,
        services=services,
        alerts=HealthAlerts(
            total=counts.total,
            critical=counts.critical,
            high=counts.high,
            medium=counts.medium,
            low=counts.low,
            recent=tuple(AlertView.of(alert) for alert in shown),
        ),
        summary=HealthSummary.of(services),
    )


def _down(snapshot: ServiceSnapshot, reason: str) -> ServiceSnapshot:
    """The reader's own failure is newer than any snapshot."""
    details = {"problems": [reason], "stale": True}
    return replace(snapshot, status=ServiceStatus.DOWN, response_time=None, error_rate=None, details=details)


def _current(snapshot: ServiceSnapshot | None, service: str, oldest: datetime) -> ServiceSnapshot:
    if snapshot is None or snapshot.last_check is None:
        unknown = ["No check has reported yet."]
        return ServiceSnapshot(service=service, status=ServiceStatus.UNKNOWN, details={"unknown": unknown})
    if snapshot.last_check < oldest:
        late = f"It was last checked on {snapshot.last_check:%d %B at %H:%M} UTC, which is too long ago."
        details = dict(snapshot.details) | {
            "stale": True,
            "lastKnownStatus": snapshot.status.value,
            "unknown": [late, *texts_in(snapshot.details, "unknown")],
        }
        return replace(snapshot, status=ServiceStatus.UNKNOWN, details=details)
    return snapshot
