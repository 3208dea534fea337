"""Looks at the database, up to three times, and reports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pawpop_monitoring.checks.supabase.judge import Judgement, judge, judge_unreachable
from pawpop_monitoring.checks.supabase.port import SupabaseProbe
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.domain.service import SUPABASE, ServiceStatus, worst_status
from pawpop_monitoring.thresholds import SupabaseThresholds

_ATTEMPTS = 3
_PAUSE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class SupabaseCheck:
    """Observes the Supabase database; `pause` waits the given seconds between attempts."""

    probe: SupabaseProbe
    thresholds: SupabaseThresholds
    clock: Clock
    pause: Callable[[float], None]
    service: str = SUPABASE

    def observe(self) -> Observation:
        """One observation; what can't be reached three times in a row is down."""
        now = self.clock()
        reading = self._read()
        if isinstance(reading, Unreachable):
            return self._report(now, judge_unreachable(reading, _ATTEMPTS), None)
        return self._report(now, judge(reading, self.thresholds), reading)

    def _read(self) -> SupabaseReading | Unreachable:
        reading = self.probe.read()
        for _ in range(_ATTEMPTS - 1):
            if isinstance(reading, SupabaseReading):
                break
            self.pause(_PAUSE_SECONDS)
            reading = self.probe.read()
        return reading

    def _report(self, now: datetime, judgement: Judgement, reading: SupabaseReading | None) -> Observation:
        return Observation(
            service=self.service,
            status=worst_status(judgement.statuses or [ServiceStatus.HEALTHY]),
            observed_at=now,
            response_time=round(reading.probe_ms, 1) if reading else None,
            findings=tuple(judgement.findings),
            cleared=frozenset(judgement.good),
            details=_details(reading, judgement),
        )


def _details(reading: SupabaseReading | None, judgement: Judgement) -> dict[str, Any]:
    details: dict[str, Any] = {"problems": [finding.message for finding in judgement.findings]}
    if reading is None:
        return details | dict(judgement.findings[0].evidence)
    details["readOnly"] = reading.read_only
    details["longestQueryMs"] = reading.longest_query_ms
    if reading.connections and (utilisation := reading.connections.utilisation) is not None:
        details |= {
            "connectionUtilization": round(utilisation, 2),
            "usedConnections": reading.connections.used,
            "idleConnections": reading.connections.idle,
            "usableConnections": reading.connections.usable,
            "maxConnections": reading.connections.maximum,
        }
    return details
