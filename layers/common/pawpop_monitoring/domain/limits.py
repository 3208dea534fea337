"""Limits that a value is held against."""

from dataclasses import dataclass
from typing import NamedTuple, Self

from pawpop_monitoring.domain.severity import Severity


class Exceeded(NamedTuple):
    """The limit that a value is above, and how bad that is."""

    severity: Severity
    limit: float


@dataclass(frozen=True, slots=True)
class Limits:
    """A value above `medium` is a medium trouble, one above `high` a high one, whichever limit is the lower."""

    medium: float
    high: float

    @classmethod
    def rising(cls, first: float, second: float) -> Self:
        """Two steps of which the second rises with the first: whoever sets 95 is not woken at 91."""
        return cls(medium=first, high=max(first, second))

    @property
    def first(self) -> float:
        """What a value may reach and still be good."""
        return min(self.medium, self.high)

    def exceeded_by(self, value: float) -> Exceeded | None:
        """What `value` exceeds; on a limit it is still good."""
        if value > self.high:
            return Exceeded(Severity.HIGH, self.high)
        if value > self.medium:
            return Exceeded(Severity.MEDIUM, self.medium)
        return None
