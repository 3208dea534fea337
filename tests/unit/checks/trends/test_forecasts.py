"""What the month costs, and for how long the credit lasts."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.contracts.insights_response import State
from pawpop_monitoring.domain.readings.trends import CountedHours
from pawpop_monitoring.domain.sale_days import sale_days_of
from tests.factories import NOW
from tests.unit.checks.trends.readings import UTC_ZONE, even_days, judged


def test_the_month_is_told_with_its_span_and_the_day_of_the_limit() -> None:
    """$40 a day: 22 days are $880, half of the 23rd is over, and the limit falls on the 26th."""
    insights, _ = judged(daily=even_days(40.0), month_cost=900.0)
    month = insights.forecast.month
    assert month.state is State.KNOWN
    assert month.median == pytest.approx(1200, abs=1)
    assert month.limit_on is not None
    assert month.limit_on.day in (25, 26)
    assert "At this pace November costs $1,200" in month.text
    assert "reached on 2" in month.text
    assert "89 full days" in month.basis


def test_a_sale_ahead_is_told_to_count_as_earlier_ones_did() -> None:
    """$40 a day and twice $120: the rest of the month is $300, and $160 more with two days of a sale in it."""
    before = [*even_days(40.0).before]
    before[-9:-7] = [120.0, 120.0]
    daily = replace(even_days(40.0), before=tuple(before))
    days = "2026-11-14 to 2026-11-15"
    for ahead, cost, is_told in ((", 2026-11-27 to 2026-11-28", 1360, True), (", 2026-12-05", 1200, False)):
        around = Surroundings(zone=UTC_ZONE, month_limit=2000.0, sales=sale_days_of(days + ahead))
        month = judged(around, daily=daily, month_cost=900.0)[0].forecast.month
        assert month.median == pytest.approx(cost, abs=1)
        assert ("Each day of a sale counts as 3.0 usual ones" in month.basis) is is_told


@pytest.mark.parametrize(("days", "state"), [(1, State.LEARNING), (13, State.LEARNING), (20, State.LEARNING)])
def test_too_little_is_said_to_be_too_little(days: int, state: State) -> None:
    insights, _ = judged(daily=even_days(40.0, days), month_cost=300.0)
    assert insights.forecast.month.state is state


def test_without_any_cost_nothing_is_promised() -> None:
    insights, judgements = judged()
    assert insights.forecast.month.state is State.LEARNING
    assert insights.forecast.total is None
    assert all(not judgement.findings for judgement in judgements.values())


def test_a_limit_that_is_passed_is_said_to_be_passed() -> None:
    insights, _ = judged(daily=even_days(60.0), month_cost=1350.0)
    assert "The limit of $1,000 is passed." in insights.forecast.month.text


@pytest.mark.parametrize(
    ("balance", "lasting"),
    [
        (1.0, "for less than an hour at this pace: until 23 November."),
        (30.0, "for 18 hours at this pace: until 24 November."),
        (40.0, "for 1 day at this pace: until 24 November."),
        (4000.0, "for 100 days at this pace: until 3 March 2027."),
    ],
)
def test_how_long_the_credit_lasts_is_told_as_people_say_it(balance: float, lasting: str) -> None:
    insights, _ = judged(daily=even_days(40.0), balance=balance)
    assert insights.credit.text.endswith(lasting)


@pytest.mark.parametrize(
    ("a_day", "spent", "said"),
    [
        (40.0, 999.6, "; $999.60 of it is spent already. The limit of $1,000 is reached on 23 November."),
        (40.0, 1000.4, "; $1,000.40 of it is spent already. The limit of $1,000 is passed."),
        (33.3, 749.9, "costs $999.65; $750 of it is spent already. The limit of $1,000 is not reached this month."),
    ],
)
def test_what_is_not_the_limit_does_not_read_as_it(a_day: float, spent: float, said: str) -> None:
    assert said in judged(daily=even_days(a_day), month_cost=spent)[0].forecast.month.text


@pytest.mark.parametrize(("balance", "told"), [(0.0, "$0.00"), (-3.0, "-$3.00")])
def test_what_is_used_up_is_not_left(balance: float, told: str) -> None:
    insights, _ = judged(daily=even_days(40.0), balance=balance)
    assert insights.credit.text == f"The credit at fal.ai is used up ({told}), so fal.ai refuses every request."


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "89 full days of this shop's costs, 0 of them with any; too few"),
        (20, "20 full days of this shop's costs; too few"),
    ],
)
def test_many_days_without_costs_are_not_too_few_days(days: int, said: str) -> None:
    daily = even_days(40.0, days) if days else even_days(0.0)
    assert judged(daily=daily)[0].forecast.month.basis.startswith(said)


def test_the_credit_ends_on_a_day_of_the_shops_own() -> None:
    """At noon in UTC it is the next day in Kiritimati already."""
    far_east = Surroundings(zone=ZoneInfo("Pacific/Kiritimati"), month_limit=1000.0)
    insights, _ = judged(far_east, daily=even_days(40.0), balance=160.0)
    assert insights.credit.text.endswith("until 28 November.")


def test_credit_is_told_in_days_with_the_day_of_its_end() -> None:
    """$160 at $40 a day are four days from the 23rd."""
    insights, _ = judged(daily=even_days(40.0), balance=160.0)
    assert insights.credit.days_left == 4.0
    assert insights.credit.text == "$160 of credit at fal.ai are left, for 4 days at this pace: until 27 November."


@pytest.mark.parametrize(
    ("balance", "days", "state", "said"),
    [
        (
            None,
            89,
            State.UNKNOWN,
            "not known: in the last day it could not be read. That takes an admin key of fal.ai (FalAdminKey).",
        ),
        (160.0, 5, State.LEARNING, "5 so far"),
        (0.0, 89, State.KNOWN, "refuses every request"),
        (100_000.0, 89, State.KNOWN, "more than a year"),
    ],
)
def test_what_can_be_said_of_credit(balance: float | None, days: int, state: State, said: str) -> None:
    insights, _ = judged(daily=even_days(40.0, days), balance=balance)
    assert insights.credit.state is state
    assert said in insights.credit.text


def test_fixed_prices_make_the_total_a_total() -> None:
    around = Surroundings(zone=UTC_ZONE, month_limit=1000.0, fees=(("supabase", 25.0), ("resend", 20.0)))
    forecast = judged(around, daily=even_days(20.0), month_cost=450.0)[0].forecast
    assert [(each.service, each.month, each.kind) for each in forecast.providers] == [
        ("fal-ai", 600.0, "forecast"),
        ("supabase", 25.0, "fee"),
        ("resend", 20.0, "fee"),
    ]
    assert forecast.total == 645.0
    assert forecast.month.low is not None
    assert forecast.month.high is not None
    assert (forecast.total_low, forecast.total_high) == (forecast.month.low + 45, forecast.month.high + 45)
    assert judged(around)[0].forecast.total is None


def test_one_day_is_told_as_one() -> None:
    one = CountedHours(first=NOW - timedelta(days=1), calls=(3,) * 24, failed=(0,) * 24, costs=(0.0,) * 24)
    insights, _ = judged(usage=one, daily=even_days(3.0, 1))
    assert {each.basis for each in insights.watched} == {"1 day"}
    assert insights.drift.basis == "1 day"
