"""An alarm of the template, played against what a metric would have been told over the hours."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from math import inf
from typing import Any, Self

_MINUTE = 60
_BREACHES = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
}


@dataclass(frozen=True, slots=True)
class AlarmClock:
    """CloudWatch's own arithmetic: sums of periods that begin at round times, and M of the last N of them."""

    period: int
    last: int
    of_them: int
    threshold: float
    comparison: str
    missing_breaches: bool
    statistic: str = "Sum"

    @classmethod
    def of(cls, alarm: Mapping[str, Any]) -> Self:
        """From the properties of an alarm."""
        return cls(
            period=alarm["Period"],
            last=alarm["EvaluationPeriods"],
            of_them=alarm.get("DatapointsToAlarm", alarm["EvaluationPeriods"]),
            threshold=alarm["Threshold"],
            comparison=alarm["ComparisonOperator"],
            missing_breaches=alarm["TreatMissingData"] == "breaching",
            statistic=alarm["Statistic"],
        )

    def rings_at(self, seconds: Iterable[float], *, until: float) -> float:
        """When it goes off first, in seconds, if one is counted at each of `seconds`; `inf` if not before `until`.

        Time begins at 0, and what was before it was as it should be.
        """
        assert self.statistic == "Sum"
        history = [False] * self.last
        for index, breaches in enumerate(self._periods(seconds, until)):
            history = [*history[1:], breaches]
            if sum(history) >= self.of_them:
                return (index + 1) * self.period
        return inf

    def rings_while(self, values: Iterable[float]) -> float:
        """The same for a gauge that is told at the end of each minute, beginning with the first."""
        told = list(values)
        minutes = self.period // _MINUTE
        combined = {"Maximum": max, "Minimum": min}[self.statistic]
        history = [False] * self.last
        for index, chunk in enumerate(batched(told, minutes, strict=False)):
            history = [*history[1:], _BREACHES[self.comparison](combined(chunk), self.threshold)]
            if sum(history) >= self.of_them:
                return (index + 1) * self.period
        return inf

    def _periods(self, seconds: Iterable[float], until: float) -> Iterator[bool]:
        counted = Counter(int(second // self.period) for second in seconds)
        for index in range(int(until) // self.period):
            breaches = _BREACHES[self.comparison](counted[index], self.threshold)
            yield breaches if index in counted else self.missing_breaches
