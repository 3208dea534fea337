"""What happened while a number went: alerts and deployments."""

from collections.abc import Sequence

from pawpop_monitoring.domain.series import Mark, SeriesSpan
from pawpop_monitoring.storage.connection import Cursor

_MOST = 50

_ALERTS = """
SELECT id, severity, left(message, 200) AS message, timestamp, resolved_at
FROM monitoring_alerts
WHERE service = %(service)s AND timestamp < %(until)s AND (NOT resolved OR resolved_at > %(since)s)
ORDER BY timestamp DESC LIMIT %(most)s
"""

_DEPLOYMENTS = """
SELECT at, label FROM monitoring_deployments
WHERE at >= %(since)s AND at < %(until)s ORDER BY at DESC LIMIT %(most)s
"""


def read_marks(cursor: Cursor, service: str, span: SeriesSpan) -> Sequence[Mark]:
    """The newest of each, oldest first; deployments are of the whole shop."""
    asked = {"service": service, "since": span.since, "until": span.until, "most": _MOST}
    alerts = [
        Mark(
            kind="alert",
            at=row["timestamp"],
            until=row["resolved_at"],
            label=row["message"],
            severity=row["severity"],
            alert_id=row["id"],
        )
        for row in cursor.execute(_ALERTS, asked)
    ]
    deployments = [
        Mark(kind="deployment", at=row["at"], label=row["label"]) for row in cursor.execute(_DEPLOYMENTS, asked)
    ]
    return sorted([*alerts, *deployments], key=lambda mark: mark.at)
