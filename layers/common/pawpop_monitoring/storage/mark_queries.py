"""What happened while a number went: alerts and deployments."""

from collections.abc import Sequence
from datetime import datetime

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.series import Mark, SeriesSpan
from pawpop_monitoring.storage.connection import Cursor
from pawpop_monitoring.storage.kept_alerts import read_kept

_MOST = 50
_LONGEST_LABEL = 200

_ALERTS = """
SELECT id, severity, left(message, %(longest)s) AS message, timestamp, resolved_at
FROM monitoring_alerts
WHERE service = %(service)s AND timestamp < %(until)s AND (NOT resolved OR resolved_at > %(since)s)
  AND id <> ALL (%(elsewhere)s)
ORDER BY timestamp DESC LIMIT %(most)s
"""

_DEPLOYMENTS = """
SELECT at, label FROM monitoring_deployments
WHERE at >= %(since)s AND at < %(until)s ORDER BY at DESC LIMIT %(most)s
"""


def read_marks(cursor: Cursor, service: str, span: SeriesSpan, overlay: Overlay) -> Sequence[Mark]:
    """The newest of each, oldest first, alerts as `overlay` has them now; deployments are of the whole shop."""
    asked = {"service": service, "since": span.since, "until": span.until, "most": _MOST}
    stored = [
        Mark(
            kind="alert",
            at=row["timestamp"],
            until=row["resolved_at"],
            label=row["message"],
            severity=row["severity"],
            alert_id=row["id"],
        )
        for row in cursor.execute(_ALERTS, asked | {"longest": _LONGEST_LABEL, "elsewhere": overlay.ids})
    ]
    kept = [_mark_of(alert) for alert in read_kept(cursor, overlay) if alert.service == service]
    alerts = sorted([*stored, *(mark for mark in kept if _lies_in(mark, span))], key=_at)[-_MOST:]
    deployments = [
        Mark(kind="deployment", at=row["at"], label=row["label"]) for row in cursor.execute(_DEPLOYMENTS, asked)
    ]
    return sorted([*alerts, *deployments], key=_at)


def _mark_of(alert: Alert) -> Mark:
    return Mark(
        kind="alert",
        at=alert.timestamp,
        until=alert.resolved_at,
        label=alert.message[:_LONGEST_LABEL],
        severity=alert.severity,
        alert_id=alert.id,
    )


def _lies_in(mark: Mark, span: SeriesSpan) -> bool:
    return mark.at < span.until and (mark.until is None or mark.until > span.since)


def _at(mark: Mark) -> datetime:
    return mark.at
