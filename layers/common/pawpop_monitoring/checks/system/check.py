"""Looks at the monitor itself, and reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.checks.system.details import details_of
from pawpop_monitoring.checks.system.gather import Sources, gather
from pawpop_monitoring.checks.system.judge import judge
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import SYSTEM

LATE_AFTER_INTERVALS = 3
"""How many intervals without a sign of life make a check late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCheck:
    """Observes the monitor; `expected` are the services of which each is to be checked once per `interval`."""

    sources: Sources
    expected: Sequence[str]
    interval: timedelta
    clock: Clock
    service: str = SYSTEM

    def observe(self) -> Observation:
        """One observation, within 4 s."""
        now, patience = self.clock(), self.interval * LATE_AFTER_INTERVALS
        reading = gather(self.sources, now, patience)
        judgement, watch = judge(reading, self.expected, patience)
        return Observation(
            service=self.service,
            status=judgement.status,
            observed_at=now,
            findings=tuple(judgement.findings),
            cleared=frozenset(judgement.good),
            details=details_of(reading, judgement, watch, self.expected, patience),
        )
