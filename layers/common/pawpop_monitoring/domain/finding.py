"""What a check found of one rule."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.domain.bounded_json import EVIDENCE, Bounds, fit_members
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.text import ELLIPSIS, fit, one_line

type Evidence = Mapping[str, Any]
"""Facts for a person, JSON-serialisable; keys are camelCase since they travel as `details`."""


MOST_MESSAGE = 500
"""Characters of an alert's message."""
_MOST_TARGET = 120
_MARK = 12


def fingerprint_of(service: str, rule: str, target: str | None = None) -> str:
    """Identity of a condition: `service:rule`, or `service:rule:target` where a rule has several targets."""
    return ":".join(part for part in (service, rule, target_of(target or "")) if part)


def target_of(name: str) -> str:
    """`name` on one line of at most 120 characters; two that are longer and begin alike stay two."""
    shown = one_line(name, _MOST_TARGET)
    if not shown.endswith(ELLIPSIS) or len(name) <= _MOST_TARGET:
        return shown
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{one_line(name, _MOST_TARGET - _MARK - 1)}#{mark}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that is broken right now.

    `value` and `threshold` are in `unit` (`%`, `ms`, `USD`, `requests`, …); both are None where a rule
    has no number, such as "unreachable". `rule` is the name behind the service: `connections`. `as_of` is when it
    became known, if that is not by looking: a look that knows nothing newer than the one before is no second witness.
    `lasted` is for how long it is known to have been so, if that is known by one look.
    Whatever it was made of, its texts are clean and its evidence, kept within `bounds`, fits into a queue's message.
    """

    service: str
    rule: str
    severity: Severity
    message: str
    target: str | None = None
    value: float | None = None
    threshold: float | None = None
    unit: str = ""
    as_of: datetime | None = None
    lasted: timedelta = timedelta(0)
    evidence: Evidence = field(default_factory=dict)
    bounds: InitVar[Bounds] = EVIDENCE

    def __post_init__(self, bounds: Bounds) -> None:
        """Bound what came from outside where it becomes a finding, so that nothing behind it has to."""
        object.__setattr__(self, "message", fit(self.message, MOST_MESSAGE))
        object.__setattr__(self, "target", self.target and target_of(self.target))
        object.__setattr__(self, "value", finite(self.value))
        object.__setattr__(self, "threshold", finite(self.threshold))
        object.__setattr__(self, "evidence", fit_members(self.evidence, bounds))

    @property
    def fingerprint(self) -> str:
        """Identity of the condition."""
        return fingerprint_of(self.service, self.rule, self.target)

    @property
    def numbers(self) -> dict[str, Any]:
        """What was measured, against what, and how bad that is."""
        return {"severity": self.severity.value, **self._measured}

    @property
    def details(self) -> dict[str, Any]:
        """The finding's numbers and evidence, as an alert's `details` on the wire."""
        return self._measured | dict(self.evidence)

    @property
    def _measured(self) -> dict[str, Any]:
        numbers = {"value": self.value, "threshold": self.threshold, "unit": self.unit or None}
        return {key: value for key, value in numbers.items() if value is not None}


def finite(number: float | None) -> float | None:
    """`number`, unless it is none that JSON or a person can read."""
    return number if number is not None and math.isfinite(number) else None


def beside(value: float, threshold: float, digits: int = 2) -> float:
    """`value` rounded, unless that would put it on its threshold or beyond: then as it is."""
    rounded = round(value, digits)
    same_side = (rounded > threshold, rounded < threshold) == (value > threshold, value < threshold)
    return rounded if same_side else value


def percent_beside(percent: float, threshold: float) -> float:
    """The same of a percentage, which is not rounded to all or to none either."""
    rounded = beside(percent, threshold)
    return percent if rounded in {0.0, 100.0} else rounded
