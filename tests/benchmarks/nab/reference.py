"""A published detector, NAB's Windowed Gaussian, by which the scorer itself is tried."""

from collections.abc import Sequence
from math import erfc, sqrt

_WINDOW, _STEP = 6400, 100
_LEAST_TAIL = 1e-12
"""The threshold that suits it best, as in NAB's own table."""


def windowed_gaussian(values: Sequence[float]) -> list[int]:
    """Indexes of its alarms."""
    mean, deviation, alarms = 0.0, 0.0, []
    for at, value in enumerate(values):
        if at and erfc(abs(value - mean) / (deviation or 1e-6) / sqrt(2)) <= 2 * _LEAST_TAIL:
            alarms.append(at)
        if at < _WINDOW:
            mean, deviation = _grown(mean, deviation, at, value)
        elif (at + 1 - _WINDOW) % _STEP == 0:
            mean, deviation = _moments(values[at + 1 - _WINDOW : at + 1])
    return alarms


def _grown(mean: float, deviation: float, count: int, value: float) -> tuple[float, float]:
    grown = mean + (value - mean) / (count + 1)
    return grown, sqrt((deviation**2 * count + (value - mean) * (value - grown)) / (count + 1))


def _moments(window: Sequence[float]) -> tuple[float, float]:
    mean = sum(window) / len(window)
    return mean, sqrt(sum((value - mean) ** 2 for value in window) / len(window))
