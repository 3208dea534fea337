"""Readings for the tests of this check: of a quiet, healthy database; any field can be replaced by name."""

from dataclasses import replace
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.activity import Activity, NoSample, Queries, Transactions
from pawpop_monitoring.checks.supabase.judge import judge
from pawpop_monitoring.domain.readings.supabase import Connections, Sessions, SupabaseReading, Unreachable, Upkeep
from pawpop_monitoring.domain.readings.supabase_counters import Counters, StatementCounters
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading, ServiceReport, ServiceState
from pawpop_monitoring.thresholds import SupabaseThresholds

DEFAULTS = SupabaseThresholds.load({})
MINUTE = 60.0


def make_reading(**fields: Any) -> SupabaseReading:
    """A tenth of the connections in use, nothing wrong."""
    defaults: dict[str, Any] = {
        "probe_ms": 12.0,
        "read_only": False,
        "connections": make_connections(10),
        "sessions": Sessions(),
        "backends": 12,
        "upkeep": Upkeep(size_bytes=8_000_000, wraparound_age=1000),
        "counters": make_counters(),
        "earlier": (),
    }
    return SupabaseReading(**defaults | fields)


def make_connections(used: int, usable: int = 100) -> Connections:
    """All of them idle."""
    return Connections(used=used, idle=used, usable=usable, maximum=usable + 3)


def make_counters(**fields: Any) -> Counters:
    """After an hour of life, at which nothing has happened yet."""
    defaults: dict[str, Any] = {
        "at": 3600.0,
        "epoch": "5/100.5",
        "commits": 0,
        "rollbacks": 0,
        "sessions": 0,
        "deadlocks": 0,
        "blocks_hit": 0,
        "blocks_read": 0,
        "own": 0,
        "statements": make_statements(),
    }
    return Counters(**defaults | fields)


def make_statements(**fields: Any) -> StatementCounters:
    """Nothing called yet."""
    defaults: dict[str, Any] = {"epoch": "200.5/0", "calls": 0, "total_ms": 0.0}
    return StatementCounters(**defaults | fields)


def later(counters: Counters, seconds: float = MINUTE, **grown: float) -> Counters:
    """The same counters after `seconds`, some of them grown; `calls` and `total_ms` as well."""
    inner = {name: grown.pop(name) for name in ("calls", "total_ms") if name in grown}
    statements = counters.statements
    if statements:
        statements = replace(statements, **{name: getattr(statements, name) + by for name, by in inner.items()})
    outer = {name: getattr(counters, name) + by for name, by in grown.items()}
    return replace(counters, at=counters.at + seconds, statements=statements, **outer)


def make_activity(**fields: Any) -> Activity:
    """A thousand transactions and statements, all good and fast; no other transactions were in that hour."""
    defaults: dict[str, Any] = {
        "transactions": Transactions(0, 1000, MINUTE),
        "queries": Queries(3.0, 1000, MINUTE),
    }
    given = defaults | fields
    transactions = given["transactions"]
    if isinstance(transactions, Transactions):
        stretches = (transactions,) if transactions.newest is None else (transactions.newest, transactions)
        given = {"stretches": stretches} | given
    return Activity(**given)


def no_activity(reason: NoSample) -> Activity:
    """Neither transactions nor statements to judge by."""
    return Activity(reason, reason)


def report(service: str, state: ServiceState = ServiceState.HEALTHY, reason: str = "") -> ServiceReport:
    """One service's answer."""
    return ServiceReport(service, state, reason)


def verdict(
    reading: SupabaseReading | Unreachable | None = None,
    activity: Activity | None = None,
    project: ProjectReading | None = None,
    thresholds: SupabaseThresholds = DEFAULTS,
) -> Judgement:
    """The judgement on a healthy database, but for what is given."""
    return judge(reading or make_reading(), activity or make_activity(), project or ProjectReading(), thresholds)


def found(judgement: Judgement) -> list[str]:
    """Each finding as `rule severity`, a target in between."""
    return [f"{finding.fingerprint.removeprefix('supabase:')} {finding.severity}" for finding in judgement.findings]
