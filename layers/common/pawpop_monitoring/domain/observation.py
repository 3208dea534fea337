"""What one run of a check saw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pawpop_monitoring.domain.bounded_json import OBSERVED, fit_members
from pawpop_monitoring.domain.finding import Finding, finite
from pawpop_monitoring.domain.service import ServiceStatus

BROKEN = "broken"
"""Where a snapshot's details hold the broken rules: severity, and value, threshold and unit where there are any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """The result of one check of one service.

    A rule is judged bad (it is in `findings`), good (its fingerprint is in `cleared`) or, being in
    neither, unknown: nothing is decided about it. In `unclear` are those that were judged but are neither clearly
    broken nor clearly good: they open nothing, and an open alert of theirs stays until it is good, or calm for long.
    `response_time` is in milliseconds, `error_rate` in percent; None means that it was not measured. `details` are
    kept within bounds, their texts clean.
    """

    service: str
    status: ServiceStatus
    observed_at: datetime
    response_time: float | None = None
    error_rate: float | None = None
    findings: tuple[Finding, ...] = ()
    cleared: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def recorded_details(self) -> Mapping[str, Any]:
        """The details with the broken rules by fingerprint, as readers of a snapshot get them."""
        return {**self.details, BROKEN: {finding.fingerprint: finding.numbers for finding in self.findings}}

    def __post_init__(self) -> None:
        """Refuse what contradicts itself or has no absolute time, and bound what came from outside."""
        if self.observed_at.utcoffset() is None:
            raise ValueError("observed_at must carry a time zone")
        object.__setattr__(self, "response_time", finite(self.response_time))
        object.__setattr__(self, "error_rate", finite(self.error_rate))
        object.__setattr__(self, "details", fit_members(self.details, OBSERVED))
        both = self.cleared & {finding.fingerprint for finding in self.findings}
        if both:
            raise ValueError(f"judged good and bad at once: {sorted(both)}")
