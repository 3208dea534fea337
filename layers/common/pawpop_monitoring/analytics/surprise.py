"""How strange each value of a series is, as it comes: against the same hour of earlier days, on the series' own scale.

This is what `python -m tests.benchmarks nab` scores, with these very constants. A value is compared with the median of
its hour, the difference is smoothed so that one odd sample is no news, and its scale is the width of all but the
outermost differences of late: no assumption on how they are spread, and none on the unit.
"""

from collections import deque
from datetime import datetime

from pawpop_monitoring.analytics.quantiles import RollingQuantiles

_SAME_HOUR = 21
_FEWEST_SAME_HOUR = 5
_SMOOTHING = 0.3
_REMEMBERED = 1500
_FEWEST_REMEMBERED = 50
_OUTERMOST = 0.02
_LEAST_SCALE = 0.01
"""Of the series' own level: what moves by less has hardly moved at all, however still it was before."""
STRANGE = 0.95
"""In widths; some four standard deviations where differences are normally spread."""
_CALM = 100
"""So many values in a row that are not strange, until what is strange is news again."""


class Surprise:
    """Watches one series; values come in order of time, at whatever pace."""

    def __init__(self) -> None:
        """Begin without a past: until there is one, nothing is strange."""
        self._hours: dict[int, deque[float]] = {}
        self._differences = RollingQuantiles(_REMEMBERED)
        self._smooth: float | None = None
        self._level = 0.0
        self._seen = 0
        self._calm = _CALM

    def strangeness(self, moment: datetime, value: float) -> float:
        """In widths of what is usual, more than what it should be above 0 and less below; 0 without a past."""
        self._note_level(value)
        same_hour = self._hours.setdefault(moment.hour, deque(maxlen=_SAME_HOUR))
        expected = sorted(same_hour)[len(same_hour) // 2] if len(same_hour) >= _FEWEST_SAME_HOUR else None
        same_hour.append(value)
        return 0.0 if expected is None else self._against_the_past(value - expected)

    def is_news(self, moment: datetime, value: float) -> bool:
        """Whether it is strange, and what came before was calm for long enough to tell it again."""
        strange = abs(self.strangeness(moment, value)) > STRANGE
        news = strange and self._calm >= _CALM
        self._calm = 0 if strange else self._calm + 1
        return news

    def _note_level(self, value: float) -> None:
        self._seen += 1
        self._level += (abs(value) - self._level) / min(self._seen, _REMEMBERED)

    def _against_the_past(self, difference: float) -> float:
        before, smooth = self._differences, self._smooth
        smooth = difference if smooth is None else smooth + _SMOOTHING * (difference - smooth)
        self._smooth = smooth
        strangeness = 0.0
        if len(before) >= _FEWEST_REMEMBERED:
            width = before.at(1 - _OUTERMOST) - before.at(_OUTERMOST) + _LEAST_SCALE * self._level
            strangeness = (smooth - before.at(0.5)) / width if width > 0 else 0.0
        before.add(smooth)
        return strangeness
