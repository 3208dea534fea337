"""Each service against its own weeks."""

import pytest

from pawpop_monitoring.contracts.insights_response import State
from tests.factories import NOW
from tests.unit.checks.trends.readings import judged

P95 = ("fal-ai", "responseTimeP95")


@pytest.mark.parametrize(
    ("today", "before", "said"),
    [
        (8200.0, [5000.0] * 9 + [9000.0], "8.2 s: slower than on 9 of the last 10 Mondays; usual is 5.0 s."),
        (5100.0, [5000.0] * 6, "5.1 s: as on most Mondays (5.0 s)."),
        (0.2, [0.1] * 6, "0.2 ms: slower than on 6 of the last 6 Mondays; usual is 0.1 ms."),
        (3000.0, [5000.0] * 6, "3.0 s: faster than on 6 of the last 6 Mondays"),
    ],
)
def test_it_is_said_as_an_owner_would(today: float, before: list[float | None], said: str) -> None:
    insights, _ = judged(same_weekdays={P95: (today, *before)})
    [benchmark] = insights.benchmarks
    assert said in benchmark.text


def test_three_weeks_are_too_few_and_weeks_without_a_figure_do_not_count() -> None:
    insights, _ = judged(same_weekdays={P95: (5000.0, 1.0, None, 1.0, 1.0)})
    assert insights.benchmarks[0].state is State.LEARNING


def test_what_was_not_seen_today_is_not_compared() -> None:
    assert judged(same_weekdays={P95: (None, 1.0, 1.0, 1.0, 1.0)})[0].benchmarks == ()


@pytest.mark.parametrize(("hour", "days"), [(1, "Sundays"), (11, "Sundays"), (13, "Mondays"), (23, "Mondays")])
def test_a_day_is_named_by_where_most_of_it_lies(hour: int, days: str) -> None:
    """An hour after midnight the last 24 hours are those of the day before."""
    insights, _ = judged(read_at=NOW.replace(hour=hour), same_weekdays={P95: (5000.0, *[5000.0] * 6)})
    assert f"as on most {days} " in insights.benchmarks[0].text
