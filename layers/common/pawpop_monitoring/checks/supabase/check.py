"""Looks at the database and what surrounds it, and reports."""

from dataclasses import dataclass

from pawpop_monitoring.checks.supabase.activity import Activity, Transactions, activity_of
from pawpop_monitoring.checks.supabase.details import details_of
from pawpop_monitoring.checks.supabase.gather import Upstreams, gather
from pawpop_monitoring.checks.supabase.judge import judge
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.supabase import SupabaseReading
from pawpop_monitoring.domain.service import SUPABASE
from pawpop_monitoring.thresholds import SupabaseThresholds


@dataclass(frozen=True, slots=True)
class SupabaseCheck:
    """Observes the Supabase database and, as far as configured, the project's services."""

    upstreams: Upstreams
    thresholds: SupabaseThresholds
    clock: Clock
    service: str = SUPABASE

    def observe(self) -> Observation:
        """One observation, within 7 s; what can't be reached three times in a row is down."""
        now = self.clock()
        database, project = gather(self.upstreams)
        reading = database if isinstance(database, SupabaseReading) else None
        activity = (
            activity_of(reading.counters, reading.earlier, reading.long_ago) if reading else activity_of(None, None)
        )
        judgement = judge(database, activity, project, self.thresholds)
        return Observation(
            service=self.service,
            status=judgement.status,
            observed_at=now,
            response_time=round(reading.probe_ms, 1) if reading else None,
            error_rate=_error_rate(activity),
            findings=tuple(judgement.findings),
            cleared=frozenset(judgement.good),
            unclear=frozenset(judgement.unclear),
            details=details_of(database, activity, project, judgement),
        )


def _error_rate(activity: Activity) -> float | None:
    return round(activity.transactions.error_rate, 2) if isinstance(activity.transactions, Transactions) else None
