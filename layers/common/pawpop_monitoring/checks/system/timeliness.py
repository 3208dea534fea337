"""The rules `stale_check` and `records_waiting`: do the checks run, and is what they saw written down?"""

from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.watch import Watch
from pawpop_monitoring.domain.finding import Finding, beside
from pawpop_monitoring.domain.readings.system import QueueDepth, Snapshots, Stored, SystemReading, Unread
from pawpop_monitoring.domain.rules.system import RECORDS_WAITING, STALE_CHECK
from pawpop_monitoring.domain.service import ServiceStatus, label_of
from pawpop_monitoring.domain.severity import Severity

_MINUTE = timedelta(minutes=1)


def judge_checks(judgement: Judgement, seen: Snapshots, watch: Watch, now: datetime, patience: timedelta) -> None:
    """Each watched check on its own: heard of within `patience`, late, or not to be expected yet."""
    for service, since in watch.checks.items():
        last = seen[service].last_check if service in seen else None
        if last is not None and now - last <= patience:
            judgement.clear([STALE_CHECK], service)
        elif now - since <= patience:
            judgement.note(
                f"The check of {label_of(service)} has not reported yet; it is watched since {since:%H:%M} UTC."
            )
        else:
            judgement.bad(_stale(service, now - (last or since), last, patience), ServiceStatus.WARNING)


def judge_records(
    judgement: Judgement, reading: SystemReading, stored: Stored, watching: datetime, patience: timedelta
) -> None:
    """How far Postgres is behind what the checks left in DynamoDB; without that, nothing is decided."""
    if isinstance(reading.snapshots, Unread):
        return
    seen, written = _newest(reading.snapshots), _newest(stored.latest)
    behind = max(timedelta(), seen - (written or watching)) if seen else timedelta()
    if behind > patience:
        judgement.bad(_waiting(behind, written, reading.records, patience), ServiceStatus.WARNING)
    else:
        judgement.clear([RECORDS_WAITING])


def _newest(snapshots: Snapshots) -> datetime | None:
    return max((snapshot.last_check for snapshot in snapshots.values() if snapshot.last_check), default=None)


def _stale(service: str, silent: timedelta, last: datetime | None, patience: timedelta) -> Finding:
    return STALE_CHECK.broken(
        Severity.HIGH,
        f"The check of {label_of(service)} does not run",
        target=service,
        **_late(silent, patience),
        evidence={"service": service, "lastCheck": last.isoformat() if last else None},
    )


def _waiting(behind: timedelta, written: datetime | None, queue: QueueDepth | Unread, patience: timedelta) -> Finding:
    return RECORDS_WAITING.broken(
        Severity.MEDIUM,
        "What the checks see is not written to the database",
        **_late(behind, patience),
        evidence={
            "lastWritten": written.isoformat() if written else None,
            "messagesWaiting": queue.messages if isinstance(queue, QueueDepth) else None,
        },
    )


def _late(span: timedelta, patience: timedelta) -> dict[str, Any]:
    """The fields of a finding; a second too late reads as too late."""
    limit = patience / _MINUTE
    return {"value": beside(span / _MINUTE, limit, 1), "threshold": limit, "unit": "minutes"}
