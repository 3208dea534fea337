"""What one run of this check leaves behind for the next: since when it has been watching what.

A check that was never heard of is late only once there was time for it to run: after a deployment, after a
check was added, and after the monitor itself was away, since all schedules start anew then. And what is
missing in a database that has just come back may still be on its way there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.domain.readings.system import Snapshots, SystemReading, Unread
from pawpop_monitoring.domain.service import SYSTEM
from pawpop_monitoring.domain.snapshot import ServiceSnapshot

_CHECKS, _DATABASE = "watchedSince", "databaseReadSince"


@dataclass(frozen=True, slots=True)
class Watch:
    """Since when, without a break, each service is expected to be checked, and the database could be read."""

    checks: Mapping[str, datetime]
    database: datetime | None

    @property
    def details(self) -> dict[str, Any]:
        """The form in which the next run finds it among the details of this one."""
        database = {_DATABASE: self.database.isoformat()} if self.database else {}
        return {_CHECKS: {service: since.isoformat() for service, since in self.checks.items()}} | database


def last_seen(reading: SystemReading) -> Snapshots | None:
    """The newest sign of life of each service, whichever way it came; None if neither way can be read."""
    stored = reading.stored if isinstance(reading.stored, Unread) else reading.stored.latest
    sources = [source for source in (reading.snapshots, stored) if not isinstance(source, Unread)]
    if not sources:
        return None
    services = {service for source in sources for service in source}
    return {service: _newest([source[service] for source in sources if service in source]) for service in services}


def watch_of(reading: SystemReading, seen: Snapshots, expected: Sequence[str], patience: timedelta) -> Watch:
    """The watch as it stands, taken over from the run before unless that is too long ago."""
    now, own = reading.read_at, seen.get(SYSTEM)
    unbroken = own is not None and own.last_check is not None and now - own.last_check <= patience
    before = own.details if own is not None and unbroken else {}
    checks = before.get(_CHECKS)
    known = checks if isinstance(checks, Mapping) else {}
    return Watch(
        checks={service: _since(known.get(service), now) for service in expected},
        database=None if isinstance(reading.stored, Unread) else _since(before.get(_DATABASE), now),
    )


def _newest(snapshots: Sequence[ServiceSnapshot]) -> ServiceSnapshot:
    return max(snapshots, key=lambda snapshot: (snapshot.last_check is not None, snapshot.last_check))


def _since(value: Any, now: datetime) -> datetime:
    """A moment from JSON; now if it is anything else, such as what another version wrote."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return now
    return min(moment, now) if moment.utcoffset() is not None else now
