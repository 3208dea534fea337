"""Looks at fal.ai and at what the shop tracked of it, and reports."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.fal_ai.details import details_of, response_time_of
from pawpop_monitoring.checks.fal_ai.failures import sample_of
from pawpop_monitoring.checks.fal_ai.gather import Upstreams, gather
from pawpop_monitoring.checks.fal_ai.judge import judge
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.fal_ai import FalReading, FalUsage
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.service import FAL_AI
from pawpop_monitoring.thresholds import FalThresholds


@dataclass(frozen=True, slots=True)
class FalCheck:
    """Observes fal.ai; days and months are those of `zone`, and `sales` are known."""

    upstreams: Upstreams
    thresholds: FalThresholds
    clock: Clock
    zone: ZoneInfo
    sales: SaleDays = NO_SALES
    service: str = FAL_AI

    def observe(self) -> Observation:
        """One observation; `response_time` (95 in 100 took less) and `error_rate` are of the tracked requests."""
        reading = gather(self.upstreams, self.clock(), self.zone)
        judgement = judge(reading, self.thresholds, self.sales)
        return Observation(
            service=self.service,
            status=judgement.status,
            observed_at=reading.read_at,
            response_time=response_time_of(reading),
            error_rate=_error_rate(reading),
            findings=tuple(judgement.findings),
            cleared=frozenset(judgement.good),
            unclear=frozenset(judgement.unclear),
            details=details_of(reading, judgement),
        )


def _error_rate(reading: FalReading) -> float | None:
    sample = sample_of(reading.usage.traffic) if isinstance(reading.usage, FalUsage) else None
    rate = sample.error_rate if sample else None
    return None if rate is None else round(rate, 2)
