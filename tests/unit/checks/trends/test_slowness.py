"""Response times far above those of the same hour: shown with since when, and no alert."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import sin
from random import Random

import pytest

from pawpop_monitoring.domain.readings.trends import Deployment, HourFigure
from tests.factories import NOW
from tests.unit.checks.trends.readings import judged

HOUR = timedelta(hours=1)
P95 = ("fal-ai", "responseTimeP95")


def _hours(days: int, slow: Callable[[int], float] = lambda _back: 1.0) -> tuple[HourFigure, ...]:
    """Slower by night, and 6 % up and down; `slow` is a factor by how many hours ago it was."""
    chance, last = Random(7), NOW.replace(minute=0, second=0, microsecond=0) - HOUR
    return tuple(
        HourFigure(at, 5000 * (1.3 if at.hour < 6 else 1.0) * chance.lognormvariate(0, 0.06) * slow(back))
        for back in range(days * 24 - 1, -1, -1)
        for at in (last - back * HOUR,)
    )


def test_it_says_how_slow_and_since_when() -> None:
    hours = _hours(56, lambda back: 2.0 if back < 4 else 1.0)
    insights, judgements = judged(hours={P95: hours}, deployments=(Deployment(NOW - 5 * HOUR, "v42"),))
    [slow] = insights.anomalies
    assert (slow.what, slow.unit, slow.basis) == ("responseTimeP95", "ms", "the same hour of the last 21 days")
    assert slow.seen / slow.expected == pytest.approx(2, rel=0.2)
    assert hours[-4].hour <= slow.since <= hours[-2].hour
    assert slow.text.startswith("Images take far longer than usual: 95 in 100 up to")
    assert "v42 was deployed" in slow.text
    assert not any(judgement.findings for judgement in judgements.values())


@pytest.mark.parametrize(
    ("days", "slow"),
    [
        (56, lambda _back: 1.0),
        (56, lambda back: 1.0 + 0.1 * sin(back / 60)),  # wanders within weeks
        (56, lambda back: 0.4 if back < 5 else 1.0),  # faster
        (56, lambda back: 3.0 if 12 < back < 20 else 1.0),  # over
        (13, lambda back: 2.0 if back < 4 else 1.0),  # learning
    ],
)
def test_nothing_is_said_of_what_is_usual_faster_over_or_young(days: int, slow: Callable[[int], float]) -> None:
    assert judged(hours={P95: _hours(days, slow)})[0].anomalies == ()


def test_a_figure_that_ended_says_nothing_of_now() -> None:
    def then(back: int) -> float:
        return 2.0 if back < 10 else 1.0

    hours: tuple[HourFigure, ...] = _hours(56, then)[:-5]
    assert judged(hours={P95: hours})[0].anomalies == ()


def test_a_quarter_of_quiet_hours_has_hardly_one_that_is_strange() -> None:
    hours, told = _hours(56), 0
    for end in range(15 * 24, len(hours), 7):
        read_at: datetime = hours[end].hour + HOUR
        told += len(judged(hours={P95: hours[: end + 1]}, read_at=read_at)[0].anomalies)
    assert told <= 1
