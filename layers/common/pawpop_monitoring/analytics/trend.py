"""The slope of a series that one odd value does not bend: Theil and Sen's, with a band."""

from collections.abc import Sequence
from dataclasses import dataclass

from pawpop_monitoring.analytics.quantiles import quantile

_OUTER = 0.1


@dataclass(frozen=True, slots=True)
class Slope:
    """Change per unit of the first coordinate: the median of all pairs, and where four in five of them lie."""

    low: float
    median: float
    high: float


def slope_of(points: Sequence[tuple[float, float]]) -> Slope | None:
    """Of (place, value) in any order; None if fewer than two places differ."""
    slopes = [
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for place, earlier in enumerate(points)
        for later in points[place + 1 :]
        if later[0] != earlier[0]
    ]
    if not slopes:
        return None
    return Slope(quantile(slopes, _OUTER), quantile(slopes, 0.5), quantile(slopes, 1 - _OUTER))
