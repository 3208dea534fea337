"""What a snapshot of the system shows besides its status."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.watch import Watch, last_seen
from pawpop_monitoring.domain.day_record import percent_up
from pawpop_monitoring.domain.overall import overall_status
from pawpop_monitoring.domain.readings.system import QueueDepth, SystemReading, Unread
from pawpop_monitoring.domain.service import ServiceStatus

_DAY_SECONDS = 24 * 3600
_LEFT_OUT: tuple[object, ...] = (None, [], {})


def details_of(
    reading: SystemReading, judgement: Judgement, watch: Watch | None, expected: Sequence[str], patience: timedelta
) -> dict[str, Any]:
    """Figures and sentences, JSON-serialisable; what is not known is left out."""
    details: dict[str, Any] = {
        "problems": [finding.message for finding in judgement.findings],
        "unknown": judgement.unknowns,
        "notes": judgement.notes,
        "overall": overall_status([judgement.status, *_statuses(reading, expected, patience)]).value,
        "queues": _queues(reading),
        **_stored(reading),
        **(watch.details if watch else {}),
    }
    return {key: value for key, value in details.items() if key == "problems" or value not in _LEFT_OUT}


def set_up_of(reading: SystemReading, heartbeat: bool | None) -> dict[str, Any]:
    """What a first run is asked to see to, and whether it was done, for the list that ticks itself off."""
    if heartbeat is None:
        return {}
    mail = {} if isinstance(reading.stored, Unread) else {"mailAccepted": reading.stored.mail_accepted}
    return {"setUp": {"heartbeat": heartbeat, **mail}}


def _statuses(reading: SystemReading, expected: Sequence[str], patience: timedelta) -> list[ServiceStatus]:
    """What each check said last; what is too old says nothing any more."""
    fresh = {
        service: snapshot.status
        for service, snapshot in (last_seen(reading) or {}).items()
        if snapshot.last_check and reading.read_at - snapshot.last_check <= patience
    }
    return [fresh.get(service, ServiceStatus.UNKNOWN) for service in expected]


def _queues(reading: SystemReading) -> dict[str, int]:
    known = {f"{name}DeadLetters": depth for name, depth in reading.dead_letters.items()}
    depths = {"recordsWaiting": reading.records} | known
    return {name: depth.messages for name, depth in depths.items() if isinstance(depth, QueueDepth)}


def _stored(reading: SystemReading) -> dict[str, Any]:
    if isinstance(reading.stored, Unread):
        return {}
    uptime = {service: seen for service, seen in reading.stored.uptime.items() if seen.percent is not None}
    deliveries = reading.stored.deliveries
    return {
        "uptime24h": {service: percent_up(seen.observed, seen.down) for service, seen in uptime.items()},
        "uptimeCoverage24h": {service: seen.coverage(_DAY_SECONDS) for service, seen in uptime.items()},
        "deliveryFailures": deliveries.failures,
        "undelivered": deliveries.undelivered,
    }
