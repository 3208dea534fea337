"""Quantiles of the newest values of a series, kept sorted as they come."""

from bisect import bisect_left, insort
from collections import deque


class RollingQuantiles:
    """The newest `length` values; to add one and to ask for a quantile takes microseconds."""

    def __init__(self, length: int) -> None:
        """Begin without any."""
        self._newest: deque[float] = deque()
        self._sorted: list[float] = []
        self._length = length

    def __len__(self) -> int:
        """How many there are."""
        return len(self._sorted)

    def add(self, value: float) -> None:
        """Take `value` in, and let the oldest go if there are too many."""
        self._newest.append(value)
        insort(self._sorted, value)
        if len(self._sorted) > self._length:
            del self._sorted[bisect_left(self._sorted, self._newest.popleft())]

    def at(self, share: float) -> float:
        """The value that `share` of them lie below; IndexError of none."""
        return self._sorted[int(share * (len(self._sorted) - 1))]


def quantile(values: list[float], share: float) -> float:
    """The same of values that are at hand, between two of them as far as `share` lies there; they are not empty."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def median(values: list[float]) -> float:
    """The middle one; the values are not empty."""
    return quantile(values, 0.5)
