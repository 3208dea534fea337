"""The rules of the Supabase check: pure functions of a reading."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pawpop_monitoring.domain.finding import Finding, fingerprint_of
from pawpop_monitoring.domain.readings.supabase import Connections, SupabaseReading, Unreachable
from pawpop_monitoring.domain.service import SUPABASE, ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.thresholds import SupabaseThresholds

_HIGH_UTILISATION = 90.0
"""Percent above which a connection shortage is high rather than medium (DESIGN.md, section 6)."""

UNREACHABLE, CONNECTIONS, QUERY_TIME, BLIND = "unreachable", "connections", "query_time", "blind"


@dataclass(slots=True)
class Judgement:
    """What is broken, what is known to be good, and the status that follows."""

    findings: list[Finding] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    statuses: list[ServiceStatus] = field(default_factory=list)

    def bad(self, finding: Finding, status: ServiceStatus) -> None:
        """Note a broken rule."""
        self.findings.append(finding)
        self.statuses.append(status)

    def clear(self, rules: Iterable[str]) -> None:
        """Note rules that hold."""
        self.good.update(fingerprint_of(SUPABASE, rule) for rule in rules)


def judge_unreachable(unreachable: Unreachable, attempts: int) -> Judgement:
    """Down, and nothing else is known."""
    judgement = Judgement()
    judgement.bad(_down(unreachable.reason, {"attempts": attempts}), ServiceStatus.DOWN)
    return judgement


def judge(reading: SupabaseReading, thresholds: SupabaseThresholds) -> Judgement:
    """All rules that the reading can answer."""
    judgement = Judgement()
    _judge_writable(judgement, reading)
    _judge_connections(judgement, reading.connections, thresholds.supabase_connection_threshold)
    _judge_query_time(judgement, reading, thresholds.supabase_query_time_threshold)
    return judgement


def _down(reason: str, evidence: dict[str, Any]) -> Finding:
    return Finding(
        service=SUPABASE,
        rule=UNREACHABLE,
        severity=Severity.CRITICAL,
        message=f"Database unreachable: {reason[:1].lower()}{reason[1:].rstrip('.')}",
        evidence={"reason": reason, **evidence},
    )


def _judge_writable(judgement: Judgement, reading: SupabaseReading) -> None:
    if reading.read_only:
        judgement.bad(_down("The database is read-only.", {}), ServiceStatus.DOWN)
    else:
        judgement.clear([UNREACHABLE])


def _judge_connections(judgement: Judgement, connections: Connections | None, threshold: float) -> None:
    utilisation = connections.utilisation if connections else None
    if connections is None or utilisation is None:
        judgement.bad(_blind(), ServiceStatus.UNKNOWN)
        return
    judgement.clear([BLIND])
    if utilisation <= min(threshold, _HIGH_UTILISATION):
        judgement.clear([CONNECTIONS])
        return
    high = utilisation > _HIGH_UTILISATION
    finding = Finding(
        service=SUPABASE,
        rule=CONNECTIONS,
        severity=Severity.HIGH if high else Severity.MEDIUM,
        message="High connection usage detected",
        value=round(utilisation, 2),
        threshold=_HIGH_UTILISATION if high else threshold,
        unit="%",
        evidence={
            "usedConnections": connections.used,
            "idleConnections": connections.idle,
            "usableConnections": connections.usable,
            "maxConnections": connections.maximum,
        },
    )
    judgement.bad(finding, ServiceStatus.CRITICAL if high else ServiceStatus.WARNING)


def _blind() -> Finding:
    return Finding(
        service=SUPABASE,
        rule=BLIND,
        severity=Severity.LOW,
        message="Connection statistics are not readable",
        evidence={"missing": "membership in pg_read_all_stats"},
    )


def _judge_query_time(judgement: Judgement, reading: SupabaseReading, threshold: float) -> None:
    if reading.probe_ms <= threshold:
        judgement.clear([QUERY_TIME])
        return
    finding = Finding(
        service=SUPABASE,
        rule=QUERY_TIME,
        severity=Severity.MEDIUM,
        message="Slow queries detected",
        value=round(reading.probe_ms, 1),
        threshold=threshold,
        unit="ms",
        evidence={"longestQueryMs": reading.longest_query_ms},
    )
    judgement.bad(finding, ServiceStatus.WARNING)
