"""What a snapshot of Supabase shows besides its status: JSON, and what is not known is left out."""

from collections.abc import Mapping
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.activity import Activity, Queries, Transactions
from pawpop_monitoring.domain.readings.supabase import Connections, Sessions, SupabaseReading, Unreachable, Upkeep
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading, ServiceReport

COUNTERS = "counters"
"""The key under which the next checks find the counters again."""

_ALWAYS = frozenset({"problems", "readOnly", "longestQueryMs"})
_LEFT_OUT: tuple[object, ...] = (None, [], {})


def details_of(
    database: SupabaseReading | Unreachable, activity: Activity, project: ProjectReading, judgement: Judgement
) -> dict[str, Any]:
    """All figures of one check."""
    details: dict[str, Any] = {"problems": [finding.message for finding in judgement.findings]}
    if isinstance(database, Unreachable):
        details |= dict(judgement.findings[0].evidence)
    else:
        details |= _database(database) | _activity(activity)
    details |= _project(project)
    notes = [*judgement.notes, *getattr(database, "notes", ()), *project.notes]
    if isinstance(database, SupabaseReading) and database.counters:
        details[COUNTERS] = database.counters.as_json()
    details |= {"unknown": judgement.unknowns, "notes": notes}
    return {key: value for key, value in details.items() if key in _ALWAYS or value not in _LEFT_OUT}


def _database(reading: SupabaseReading) -> dict[str, Any]:
    details: dict[str, Any] = {"readOnly": reading.read_only, "probeMs": round(reading.probe_ms, 1)}
    details |= _connections(reading.connections) if reading.connections else {}
    details |= _sessions(reading.sessions) if reading.sessions else {"longestQueryMs": None}
    return details | (_upkeep(reading.upkeep) if reading.upkeep else {})


def _connections(connections: Connections) -> dict[str, Any]:
    utilisation = connections.utilisation
    if utilisation is None:
        return {}
    return {
        "connectionUtilization": round(utilisation, 2),
        "usedConnections": connections.used,
        "idleConnections": connections.idle,
        "usableConnections": connections.usable,
        "maxConnections": connections.maximum,
        "connectionsByState": dict(connections.by_state),
        "connectionsByApplication": dict(connections.by_application),
        "connectionLimits": [{"of": limit.of, "used": limit.used, "most": limit.most} for limit in connections.limits],
    }


def _sessions(sessions: Sessions) -> dict[str, Any]:
    return {
        "longestQueryMs": sessions.longest_query_ms,
        "idleInTransaction": sessions.idle_in_transaction,
        "oldestIdleInTransactionMs": sessions.oldest_idle_in_transaction_ms,
        "blockedSessions": sessions.blocked,
        "longestBlockedMs": sessions.longest_blocked_ms,
    }


def _upkeep(upkeep: Upkeep) -> dict[str, Any]:
    return {
        "databaseSizeBytes": upkeep.size_bytes,
        "wraparoundAge": upkeep.wraparound_age,
        "replicationSlots": [
            {"name": slot.name, "active": slot.active, "lost": slot.lost, "lagBytes": slot.lag_bytes}
            for slot in upkeep.slots
        ],
    }


def _activity(activity: Activity) -> dict[str, Any]:
    details: dict[str, Any] = {"deadlocks": activity.deadlocks, "cacheHitPercent": _rounded(activity.cache_hit_rate)}
    match activity.transactions:
        case Transactions(rolled_back, total, seconds):
            details |= {"transactions": total, "rolledBack": rolled_back, "transactionsSeconds": round(seconds)}
        case reason:
            details["errorRateSample"] = reason.value
    match activity.queries:
        case Queries(average_ms, calls, seconds):
            details |= {"averageQueryMs": _rounded(average_ms), "queries": calls, "queriesSeconds": round(seconds)}
        case reason:
            details["queryTimeSample"] = reason.value
    return details


def _project(project: ProjectReading) -> dict[str, Any]:
    return {
        "services": {report.service: _report(report) for report in project.direct},
        "reportedServices": {report.service: _report(report) for report in project.reported},
        "serverMetrics": {name: _rounded(value) for name, value in project.metrics.items()},
    }


def _report(report: ServiceReport) -> Mapping[str, Any]:
    figures = {
        "status": report.state.value,
        "responseMs": _rounded(report.milliseconds),
        "reason": report.reason or None,
    }
    return {key: value for key, value in figures.items() if value is not None}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
