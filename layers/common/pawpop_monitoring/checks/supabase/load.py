"""How busy and how slow the database is."""

from collections.abc import Mapping
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.activity import NoSample, Queries
from pawpop_monitoring.checks.supabase.locks import is_held_up
from pawpop_monitoring.domain.finding import beside
from pawpop_monitoring.domain.limits import Exceeded, Limits
from pawpop_monitoring.domain.readings.supabase import Connections, SupabaseReading
from pawpop_monitoring.domain.rules.supabase import CONNECTIONS, QUERY_TIME
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_COUNTED = "The database user can't see connections, so the server processes of all databases were counted."
_OVER = "Queries were slow before the last check, but not since; there is too little traffic to say that it is over."


def judge_connections(judgement: Judgement, reading: SupabaseReading, limits: Limits) -> None:
    """Connections in use against those that are usable, of the server or of a database or role with a limit."""
    connections = reading.connections
    if connections is None:
        _judge_processes(judgement, reading, limits)
        return
    utilisation = connections.utilisation
    if utilisation is None:
        return
    exceeded = limits.exceeded_by(utilisation)
    if exceeded is None:
        judgement.clear([CONNECTIONS])
        return
    evidence = {
        "usedConnections": connections.used,
        "idleConnections": connections.idle,
        "usableConnections": connections.usable,
        "maxConnections": connections.maximum,
        **_limit(connections),
        "byState": dict(connections.by_state),
        "byApplication": dict(connections.by_application),
    }
    _judge_exceeded(judgement, utilisation, exceeded, evidence)


def _judge_processes(judgement: Judgement, reading: SupabaseReading, limits: Limits) -> None:
    """What a role that can't see connections may count. A few of them are none of clients, so only the higher limit
    tells, and nothing is ever said to be good.
    """
    if reading.backends is None or not reading.usable:
        return
    utilisation = reading.backends / reading.usable * 100
    exceeded = limits.exceeded_by(utilisation)
    if exceeded is None:
        judgement.undecided([CONNECTIONS])
    elif exceeded.severity is Severity.HIGH:
        counted = {"serverProcesses": reading.backends, "usableConnections": reading.usable}
        _judge_exceeded(judgement, utilisation, exceeded, {"reason": _COUNTED, **counted})


def _judge_exceeded(judgement: Judgement, percent: float, exceeded: Exceeded, evidence: Mapping[str, Any]) -> None:
    finding = CONNECTIONS.broken(
        exceeded.severity,
        "High connection usage detected",
        value=beside(percent, exceeded.limit),
        threshold=exceeded.limit,
        unit="%",
        evidence=evidence,
    )
    high = exceeded.severity is Severity.HIGH
    judgement.bad(finding, ServiceStatus.CRITICAL if high else ServiceStatus.WARNING)


def judge_query_time(
    judgement: Judgement, reading: SupabaseReading, queries: Queries | NoSample, threshold: float
) -> None:
    """The shop's average statement or the monitor's own, whichever is slower.

    Without a statement of the shop's to judge by, the monitor's own stands for them; but if there is nothing
    to compare with only for the moment, after a failover for instance, a good probe proves nothing; nor does it
    while sessions are held up. A slow statement that an earlier check has counted is not counted again.
    """
    average = queries.average_ms if isinstance(queries, Queries) else 0.0
    slowest = max(average, reading.probe_ms)
    if slowest <= threshold:
        held_up = is_held_up(reading.sessions, threshold) or reading.statements_unread or reading.blind
        if queries not in (NoSample.FIRST, NoSample.RESET) and not held_up:
            judgement.clear([QUERY_TIME])
        return
    latest = queries.latest.average_ms if isinstance(queries, Queries) else 0.0
    if max(latest, reading.probe_ms) <= threshold:
        judgement.note(_OVER)
        return
    evidence: dict[str, Any] = {"probeMs": round(reading.probe_ms, 1)}
    if isinstance(queries, Queries):
        evidence |= {"averageMs": round(average, 1), "calls": queries.calls, "sampleSeconds": round(queries.seconds)}
    if reading.sessions:
        evidence |= {
            "longestQueryMs": reading.sessions.longest_query_ms,
            "blockedSessions": reading.sessions.blocked,
        }
    finding = QUERY_TIME.broken(
        Severity.MEDIUM,
        "Slow queries detected",
        value=beside(slowest, threshold, 1),
        threshold=threshold,
        unit="ms",
        evidence=evidence,
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _limit(connections: Connections) -> dict[str, Any]:
    """The limit that is reached first, where that is not the server's."""
    limit = connections.tightest
    if limit is None or limit not in connections.limits:
        return {}
    return {"limitOf": limit.of, "usedOfLimit": limit.used, "connectionLimit": limit.most}
