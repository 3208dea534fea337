"""Readings for tests: a monitor in which all is well, any part of which can be replaced by name."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.judge import judge
from pawpop_monitoring.domain.history import Uptime
from pawpop_monitoring.domain.readings.system import Deliveries, QueueDepth, Snapshots, Stored, SystemReading
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from tests.factories import NOW

EXPECTED = ("supabase", "fal-ai", "stripe")
PATIENCE = timedelta(minutes=15)
LONG_AGO = NOW - timedelta(days=1)
ALL_GOOD = {
    "system:stale_check:supabase",
    "system:stale_check:fal-ai",
    "system:stale_check:stripe",
    "system:dead_letters:alerts",
    "system:dead_letters:records",
    "system:delivery_failing",
    "system:records_waiting",
}


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def make_snapshot(service: str, minutes_ago: float | None = 5, **fields: Any) -> ServiceSnapshot:
    """Healthy, so many minutes ago; None for a row without a time."""
    at = None if minutes_ago is None else ago(minutes_ago)
    defaults: dict[str, Any] = {"service": service, "status": ServiceStatus.HEALTHY, "last_check": at}
    return ServiceSnapshot(**defaults | fields)


def make_own_snapshot(
    minutes_ago: float = 5, watched: Mapping[str, object] | None = None, database_read_since: object = None
) -> ServiceSnapshot:
    """What the run before left behind: it has been watching everything for a day."""
    since = {service: LONG_AGO.isoformat() for service in EXPECTED} if watched is None else watched
    read_since = LONG_AGO.isoformat() if database_read_since is None else database_read_since
    return make_snapshot("system", minutes_ago, details={"watchedSince": dict(since), "databaseReadSince": read_since})


def make_snapshots(*, own: ServiceSnapshot | None = None, **minutes_ago: float | None) -> Snapshots:
    """All five minutes old, but for those that are named; None leaves one out."""
    names = {"supabase": "supabase", "fal_ai": "fal-ai", "stripe": "stripe"}
    ages = dict.fromkeys(names, 5.0) | minutes_ago
    kept = {names[key]: make_snapshot(names[key], age) for key, age in ages.items() if age is not None}
    return {**kept, "system": own or make_own_snapshot()}


def make_stored(**fields: Any) -> Stored:
    defaults: dict[str, Any] = {
        "latest": make_snapshots(),
        "uptime": {"supabase": Uptime(up=999, down=1)},
        "deliveries": Deliveries(),
    }
    return Stored(**defaults | fields)


def make_reading(**fields: Any) -> SystemReading:
    defaults: dict[str, Any] = {
        "read_at": NOW,
        "stored": make_stored(),
        "snapshots": make_snapshots(),
        "records": QueueDepth(messages=3),
        "dead_letters": {"alerts": QueueDepth(messages=0), "records": QueueDepth(messages=0)},
    }
    return SystemReading(**defaults | fields)


def judged(**fields: Any) -> Judgement:
    """The verdict on a reading in which only `fields` differ."""
    return judge(make_reading(**fields), EXPECTED, PATIENCE)[0]


def found(judgement: Judgement) -> list[str]:
    """Each finding as `rule[:target] severity`."""
    return [f"{finding.fingerprint.removeprefix('system:')} {finding.severity}" for finding in judgement.findings]
