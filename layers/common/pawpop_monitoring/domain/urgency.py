"""Which alert a person should look at first: the one order of page, command line and mails."""

from collections.abc import Iterable
from datetime import datetime

from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity

_STATUSES = (AlertStatus.OPEN, AlertStatus.ACKNOWLEDGED, AlertStatus.RESOLVED)


def rank_of(status: AlertStatus, severity: Severity) -> int:
    """0 for what is open and critical, growing: what nobody has taken on comes first, then what is worse."""
    return _STATUSES.index(status) * len(Severity) + Severity.CRITICAL.rank - severity.rank


def urgency(alert: Alert) -> tuple[int, datetime, str]:
    """A key that sorts the worst first: by `rank_of`, then the oldest."""
    return rank_of(alert.status, alert.severity), alert.timestamp, alert.id


def worst_first(alerts: Iterable[Alert]) -> list[Alert]:
    """The alerts, each once, the worst first."""
    return sorted({alert.id: alert for alert in alerts}.values(), key=urgency)
