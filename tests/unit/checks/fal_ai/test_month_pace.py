"""`month_forecast`: the month's cost at this pace, against the limit, once the shop's own past can tell."""

from datetime import date
from typing import Any

import pytest

from pawpop_monitoring.analytics.month_forecast import SpentSoFar, forecast_month
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.sale_days import sale_days_of
from tests.unit.checks.fal_ai.readings import holds, judged, make_spend, make_usage, outline

TWELFTH = date(2026, 11, 12)


def month(a_day: float, *, days: int = 89, today: date = TWELFTH, spent: str | None = None) -> dict[str, Any]:
    """A shop with an even pace, as it stands at the beginning of `today`."""
    daily = DailyCosts(today, 0.0, (a_day,) * days)
    cost = spent or f"{a_day * (today.day - 1):.2f}"
    return {"usage": make_usage(daily=daily, month=make_spend(cost))}


@pytest.mark.parametrize(
    ("a_day", "found", "good"),
    [
        (31.0, [], True),  # $930
        (32.5, [], False),  # $975: neither clearly within nor beyond
        (33.3, [], False),  # $999
        (33.4, ["month_forecast medium"], False),  # $1,002 on the 30th, and a pace without any doubt
        (66.0, ["month_forecast medium"], False),  # $726 so far: the limit falls on the 16th
    ],
)
def test_rule(a_day: float, found: list[str], good: bool) -> None:
    judgement = judged(**month(a_day))
    assert outline(judgement) == found
    assert holds(judgement, "month_forecast") is good


@pytest.mark.parametrize(("spent", "severity"), [("820.00", "high"), ("780.00", "medium")])
def test_what_falls_within_three_days_whatever_comes_is_high(spent: str, severity: str) -> None:
    """At $50 a day $180 are left until the 15th, and $220 until the 16th; high is reminded of each hour."""
    assert outline(judged(**month(50.0, spent=spent))) == [f"month_forecast {severity}"]


def test_what_may_yet_stay_within_is_medium() -> None:
    """Weeks that wander by a third either way, and a pace that ends $20 above the limit."""
    days = tuple(30.0 * (1.35 if day // 9 % 2 else 0.7) for day in range(89))
    to_come = forecast_month(SpentSoFar(today=TWELFTH, days=days, elapsed=0.0, month=0.0), 1000)
    assert to_come is not None
    spent = f"{1020 - to_come.median:.2f}"
    judgement = judged(usage=make_usage(daily=DailyCosts(TWELFTH, 0.0, days), month=make_spend(spent)))
    assert outline(judgement) == ["month_forecast medium"]
    evidence = judgement.findings[0].evidence
    assert evidence["atLeastUsd"] < 1000 < evidence["atMostUsd"]


def test_it_says_what_is_expected_and_when_the_limit_falls() -> None:
    """The 26th day of $40 goes beyond $1,000."""
    judgement = judged(**month(40.0))
    assert judgement.figures["monthLimitDays"] == 14
    assert judgement.figures["monthForecast"] == pytest.approx(1200)
    assert judgement.figures["monthForecastLow"] <= 1200 <= judgement.figures["monthForecastHigh"]
    [finding] = judgement.findings
    assert finding.value == pytest.approx(1200)
    assert finding.evidence["limitReachedOn"] == "2026-11-26"
    told = "At this pace November costs $1,200; such a span held 100 % of the time"
    assert any(note.startswith(told) for note in judgement.notes)


@pytest.mark.parametrize("days", [0, 13, 14, 30])
def test_nothing_is_said_while_it_learns(days: int) -> None:
    judgement = judged(**month(40.0, days=days))
    assert outline(judgement) == []
    assert not holds(judgement, "month_forecast")
    assert not any("At this pace" in note for note in judgement.notes)


@pytest.mark.parametrize("day", [1, 3])
def test_the_first_days_of_a_month_tell_nobody_and_end_last_month_s_alert(day: int) -> None:
    judgement = judged(**month(40.0, today=date(2026, 11, day)))
    assert outline(judgement) == []
    assert holds(judgement, "month_forecast")


def test_without_days_nothing_is_said() -> None:
    judgement = judged()
    assert not holds(judgement, "month_forecast")


@pytest.mark.parametrize(
    ("a_day", "told"), [(0.01, "November costs $0.30; such"), (0.5, "November costs $15.00; such")]
)
def test_a_small_shops_month_is_told_with_its_cents(a_day: float, told: str) -> None:
    [note] = [note for note in judged(**month(a_day)).notes if "At this pace" in note]
    assert told in note


def _after_a_sale(ahead: str = "") -> Judgement:
    """At $25 a day, a month of $775; the four days up to the 30th were a sale, with three times as much."""
    days = [25.0] * 89
    days[-5:-1] = [75.0] * 4
    usage = make_usage(daily=DailyCosts(date(2026, 12, 2), 0.0, tuple(days)), month=make_spend("25.00"))
    return judged(usage=usage, sales=sale_days_of(f"2026-11-27 to 2026-11-30{ahead}"))


def test_days_of_a_sale_are_no_pace_of_the_month_after_it() -> None:
    assert _after_a_sale().figures["monthForecast"] == pytest.approx(775)


def test_a_sale_ahead_costs_what_the_last_one_did() -> None:
    assert _after_a_sale(", 2026-12-24").figures["monthForecast"] == pytest.approx(825)
    assert _after_a_sale(", 2026-12-02").figures["monthForecast"] == pytest.approx(825)
