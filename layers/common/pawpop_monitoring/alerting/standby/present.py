"""How an alert stands at this moment, by what the standby store holds of it: pure functions."""

from dataclasses import replace
from datetime import datetime

from pawpop_monitoring.domain.alert import Alert, AlertStatus


def end_of(alert: Alert) -> datetime:
    """When an alert that is over ended; of one that is only known to be over, when it was last known to be open."""
    return alert.resolved_at or max(alert.last_seen, alert.notified_at or alert.last_seen)


def present_of(alert: Alert, is_open: Alert | None, ended_at: datetime | None) -> Alert | None:
    """`alert` as it is: the open copy, or else over since `ended_at`; None if neither is known.

    With both, it was opened again, or a copy that was late brought it back: whichever is later counts.
    """
    if is_open is not None and (ended_at is None or (is_open.notified_at or is_open.timestamp) > ended_at):
        return is_open
    if ended_at is None:
        return None
    return replace(is_open or alert, status=AlertStatus.RESOLVED, resolved_at=ended_at)
