"""What was told is remembered for a quarter, also by a check whose series don't reach back that far."""

from datetime import date, timedelta

from pawpop_monitoring.checks.trends.drifts import COST_DRIFT
from pawpop_monitoring.checks.trends.judge import judge
from pawpop_monitoring.checks.trends.told import days_since, remembered
from pawpop_monitoring.contracts.insights_response import State, ToldView
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from tests.factories import NOW
from tests.unit.analytics.test_drift import days
from tests.unit.checks.trends.readings import AROUND, even_days, judged, make_reading, outline

DAY = timedelta(days=1)


def drift(ago: timedelta) -> ToldView:
    return ToldView(service="fal-ai", what="cost", direction="drift", last=NOW - ago)


def test_it_counts_whole_days_of_that_kind_alone_for_a_quarter() -> None:
    other = ToldView(service="fal-ai", what="calls", direction="more", last=NOW)
    assert days_since((), COST_DRIFT, NOW) is None
    assert days_since((other, drift(2.9 * DAY)), COST_DRIFT, NOW) == 2
    assert days_since((drift(92 * DAY),), COST_DRIFT, NOW) is None
    assert days_since((drift(-DAY),), COST_DRIFT, NOW) == 0


def test_what_is_there_now_is_noted_anew_and_what_is_old_is_forgotten() -> None:
    insights, _ = judged(daily=DailyCosts(date(2026, 11, 23), 0.5, tuple(days(88, 1.4, 81))))
    assert insights.told == (drift(timedelta()),)
    assert remembered((drift(30 * DAY),), insights.anomalies, NOW) == (drift(timedelta()),)
    assert remembered((drift(30 * DAY),), (), NOW) == (drift(30 * DAY),)
    assert remembered((drift(92 * DAY),), (), NOW) == ()


def test_after_a_rise_that_passed_the_next_has_to_be_clearer_and_one_that_stands_goes_on() -> None:
    reading = make_reading(daily=DailyCosts(date(2026, 11, 23), 0.5, tuple(days(88, 1.18, 83, noise=0.07))))
    for ago, told in ((None, True), (60 * DAY, False), (92 * DAY, True), (3 * DAY, True)):
        _, judgements = judge(reading, AROUND, () if ago is None else (drift(ago),))
        assert (outline(judgements) == ["fal-ai:drift low"]) is told


def test_it_says_how_small_a_rise_could_be_told() -> None:
    calm, _ = judged(daily=even_days(30.0))
    wild, _ = judged(daily=DailyCosts(date(2026, 11, 23), 0.5, tuple(days(88, noise=0.2))))
    assert (calm.drift.smallest_change or 0) < 0.2 < (wild.drift.smallest_change or 0)
    assert "by 3" in wild.drift.text or "by 4" in wild.drift.text
    young, _ = judged(daily=even_days(30.0, 43))
    assert (young.drift.state, young.drift.text) == (State.LEARNING, "Slow rises: learning, 43 of 44 days.")
