"""What a check found of one rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pawpop_monitoring.domain.severity import Severity

type Evidence = Mapping[str, Any]
"""Facts for a person, JSON-serialisable; keys are camelCase since they travel as `details`."""


def fingerprint_of(service: str, rule: str, target: str | None = None) -> str:
    """Identity of a condition: `service:rule`, or `service:rule:target` where a rule has several targets."""
    return ":".join(part for part in (service, rule, target) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that is broken right now.

    `value` and `threshold` are in `unit` (`%`, `ms`, `USD`, `requests`, …); both are None where a rule
    has no number, such as "unreachable". `rule` is the name behind the service: `connections`.
    """

    service: str
    rule: str
    severity: Severity
    message: str
    target: str | None = None
    value: float | None = None
    threshold: float | None = None
    unit: str = ""
    evidence: Evidence = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Identity of the condition."""
        return fingerprint_of(self.service, self.rule, self.target)

    @property
    def details(self) -> dict[str, Any]:
        """The finding's numbers and evidence, as an alert's `details` on the wire."""
        numbers = {"value": self.value, "threshold": self.threshold, "unit": self.unit or None}
        return {key: value for key, value in numbers.items() if value is not None} | dict(self.evidence)
