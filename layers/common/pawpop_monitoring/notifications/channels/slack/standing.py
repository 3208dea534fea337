"""How all is, for whoever asks with `/pawpop`."""

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.service import ServiceStatus, label_of
from pawpop_monitoring.notifications.channels.slack.mrkdwn import escaped, link
from pawpop_monitoring.notifications.content.figures import UTC_ZONE
from pawpop_monitoring.notifications.content.palette import BY_SEVERITY
from pawpop_monitoring.notifications.content.status_line import status_line

_MOST = 10
_MAX_LINE = 250
_ICONS: Mapping[ServiceStatus, str] = {
    ServiceStatus.HEALTHY: "🟢",
    ServiceStatus.UNKNOWN: "⚪",
    ServiceStatus.WARNING: "🟡",
    ServiceStatus.CRITICAL: "🔴",
    ServiceStatus.DOWN: "🔴",
}


def standing_text(
    overall: ServiceStatus,
    services: Mapping[str, ServiceStatus],
    alerts: Sequence[Alert],
    zone: ZoneInfo = UTC_ZONE,
    dashboard_url: str = "",
) -> str:
    """The overall status, that of each service, and the open `alerts`, the worst first; escaped, in mrkdwn."""
    return "\n".join(_lines(overall, services, alerts, zone, dashboard_url))


def _lines(
    overall: ServiceStatus, services: Mapping[str, ServiceStatus], alerts: Sequence[Alert], zone: ZoneInfo, url: str
) -> Iterator[str]:
    yield f"{_ICONS[overall]} *{overall.value.capitalize()}*"
    yield " · ".join(f"{_ICONS[status]} {escaped(label_of(name), _MAX_LINE)}" for name, status in services.items())
    worst_first = sorted(alerts, key=lambda alert: (-alert.severity.rank, alert.timestamp))
    for alert in worst_first[:_MOST]:
        what = escaped(f"{label_of(alert.service)}: {alert.message}", _MAX_LINE)
        how = escaped(status_line(AlertView.of(alert), zone), _MAX_LINE)
        yield f"{BY_SEVERITY[alert.severity].icon} {what} ({how})"
    if len(alerts) > _MOST:
        yield f"… and {len(alerts) - _MOST} more"
    if not alerts:
        yield "No alert is open."
    if url:
        yield link(url, "Open the dashboard")
