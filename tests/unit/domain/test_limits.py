"""Two limits: strictly above, the higher severity first, in whichever order they lie."""

import pytest

from pawpop_monitoring.domain.limits import Exceeded, Limits
from pawpop_monitoring.domain.severity import Severity

HIGH, MEDIUM = Severity.HIGH, Severity.MEDIUM


@pytest.mark.parametrize(
    ("value", "medium", "high", "exceeded"),
    [
        (80.0, 80.0, 90.0, None),
        (80.1, 80.0, 90.0, (MEDIUM, 80.0)),
        (90.0, 80.0, 90.0, (MEDIUM, 80.0)),
        (90.1, 80.0, 90.0, (HIGH, 90.0)),
        (90.1, 95.0, 90.0, (HIGH, 90.0)),
        (90.0, 95.0, 90.0, None),
        (96.0, 95.0, 90.0, (HIGH, 90.0)),
    ],
)
def test_what_is_exceeded(value: float, medium: float, high: float, exceeded: tuple[Severity, float] | None) -> None:
    assert Limits(medium, high).exceeded_by(value) == (exceeded and Exceeded(*exceeded))


@pytest.mark.parametrize(
    ("first", "value", "exceeded"),
    [
        (80, 90.1, (HIGH, 90.0)),
        (90, 90.1, (HIGH, 90.0)),
        (95, 92.78, None),
        (95, 95.0, None),
        (95, 95.1, (HIGH, 95.0)),
        (50, 51.0, (MEDIUM, 50.0)),
    ],
)
def test_the_second_step_rises_with_the_first(
    first: float, value: float, exceeded: tuple[Severity, float] | None
) -> None:
    assert Limits.rising(first, 90.0).exceeded_by(value) == (exceeded and Exceeded(*exceeded))
