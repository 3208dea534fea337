"""What a review says: what happened, what it cost, what to change, in words of whoever runs a shop."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pawpop_monitoring.checks.trends.review.write import Writer
from pawpop_monitoring.contracts.insights_response import Insights, RecommendationView
from pawpop_monitoring.contracts.review import Review, ReviewRow
from pawpop_monitoring.domain.readings.past_month import LongAlert
from pawpop_monitoring.domain.severity import Severity
from tests.unit.checks.trends.review.months import OCTOBER, VIENNA, month_reading, tally, up_for


def _written(fees: Sequence[tuple[str, float]] = (), insights: Insights | None = None, **fields: Any) -> Review:
    writer = Writer(zone=VIENNA, limit=1000, fees=fees)
    return writer.write(month_reading(**fields), OCTOBER, insights or Insights())


def _said(rows: Sequence[ReviewRow]) -> dict[str, str]:
    return {row.name: f"{row.value} ({row.also})" if row.also else row.value for row in rows}


def test_a_shop_with_nothing_gets_a_short_honest_mail() -> None:
    review = _written()
    assert (review.month, review.title) == ("2026-10", "October 2026")
    assert review.lead == "October was quiet: no alert, and nothing was spent that the monitoring knows of."
    assert _said(review.happened) == {"Alerts": "None: nobody had to be told of anything"}
    assert (review.rules, review.advice) == ((), ())
    assert _said(review.costs) == {"fal.ai": "$0.00"}
    assert any("none of them raised an alert" in note for note in review.notes)


def test_alerts_are_told_by_rule_with_the_longest_and_how_soon_people_answered() -> None:
    review = _written(
        rules=(tally("supabase:connections", 5, 4), tally("supabase:unreachable", 1, 0, Severity.CRITICAL)),
        longest=LongAlert(
            service="supabase",
            message="Database unreachable",
            began=datetime(2026, 10, 6, 2, 12, tzinfo=UTC),
            lasted=timedelta(hours=3, minutes=20),
            is_open=False,
        ),
        answered=2,
        answered_within=timedelta(minutes=12),
        days=(*up_for("supabase", down=540), *up_for("stripe")),
    )
    said = _said(review.happened)
    assert said["Alerts"] == "6 alerts (1 critical, 5 high)"
    assert said["The longest"] == "3 h 20 min (Supabase, from 6 October, 04:12: Database unreachable)"
    assert said["Taken on"] == "2 of 6 alerts, by a person (half of them within 12 min)"
    assert said["Supabase"] == "99.97 % up (not usable for 9 min)"
    assert said["Stripe"] == "100 % up (never seen down)"
    assert "fal.ai" not in said
    assert _said(review.rules) == {
        "Supabase: connections": "5 alerts (4 over by themselves)",
        "Supabase: unreachable": "1 alert",
    }
    assert review.lead.startswith("6 alerts in October, the longest for 3 h 20 min.")


def test_money_is_told_by_provider_in_total_and_against_the_month_before() -> None:
    review = _written(fees=(("supabase", 25.0), ("resend", 20.0)), cost=412.3, cost_before=380.0)
    assert _said(review.costs) == {
        "fal.ai": "$412.30 (8 % more than the $380.00 of September)",
        "Supabase": "$25.00 (a fixed price, as set in MonthlyCosts)",
        "Resend": "$20.00 (a fixed price, as set in MonthlyCosts)",
        "In total": "$457.30 (8 % more than the $425.00 of September)",
    }
    assert review.lead == "October was quiet: no alert. It cost $457.30, $32.30 more than September."
    assert (review.cost_usd, review.cost_before_usd) == (457.3, 425.0)


def test_the_forecast_of_the_middle_of_the_month_is_held_against_what_came() -> None:
    even = (10.0,) * 80
    assert _said(_written(cost=310.0, daily=even).costs)["Forecast of 15 October"].startswith(
        "$310 for fal.ai: it held"
    )
    doubled = (*(10.0,) * 66, *(20.0,) * 14)
    said = _said(_written(cost=450.0, daily=doubled).costs)["Forecast of 15 October"]
    assert said.startswith("$310 for fal.ai: it did not hold")


@pytest.mark.parametrize(
    ("now", "before", "row", "lead"),
    [
        (0.3, 1.2, "75 % less than the $1.20 of September", "$0.90 less than September."),
        (1003.0, 1000.0, "as much as in September", "as much as September."),
        (57.31, 0.004, "nothing in September", "$57.31 more than September."),
        (57.31, 0.01, "5,731 times the $0.01 of September", "$57.30 more than September."),
        (0.2, 57.3, "99 % less than the $57.30 of September", "$57.10 less than September."),
        (0.0, 57.3, "100 % less than the $57.30 of September", "that the monitoring knows of."),
    ],
)
def test_no_two_sentences_on_one_sum_contradict_each_other(now: float, before: float, row: str, lead: str) -> None:
    review = _written(cost=now, cost_before=before)
    assert review.costs[0].also == row
    assert review.lead.endswith(lead)


@pytest.mark.parametrize(("first", "is_told"), [(1, True), (12, False)])
def test_half_a_month_is_not_taken_for_a_month_before(first: int, is_told: bool) -> None:
    """Watched since the 12th of September, October is dearer because it is whole."""
    began = datetime(2026, 9, first, 9, 0, tzinfo=UTC)
    review = _written(first_data=began, cost=310.0, cost_before=120.0)
    assert ("September" in review.lead) is is_told
    assert bool(review.costs[0].also) is is_told
    assert (review.cost_before_usd is not None) is is_told


def test_a_limit_that_is_hardly_passed_is_not_passed_by_nothing() -> None:
    said = _said(_written(cost=1000.001).costs)["Limit of fal.ai"]
    assert said == "passed (less than a cent above the limit of $1,000)"


def test_a_forecast_of_nothing_that_came_true_is_no_news() -> None:
    assert "Forecast of 15 October" not in _said(_written(daily=(0.0,) * 89).costs)


def test_a_forecast_that_is_met_as_well_as_a_sum_can_be_held() -> None:
    """The same each day: a span without width, which the hour that October has more is beside."""
    said = _said(_written(cost=372.5, daily=(12.0,) * 80).costs)["Forecast of 15 October"]
    assert said == "$372 for fal.ai: it held (about $372 was forecast)"


def test_of_too_few_days_there_was_no_forecast() -> None:
    assert list(_said(_written(cost=5.0, daily=(1.0,) * 20).costs)) == ["fal.ai"]


def test_a_limit_that_was_passed_is_told() -> None:
    assert _said(_written(cost=1100.0).costs)["Limit of fal.ai"] == "passed ($100 above the limit of $1,000)"


def test_what_to_change_is_what_was_found_with_its_money() -> None:
    found = RecommendationView(title="Raise it", evidence="It fired 9 times.", saves_usd_a_month=12.5, undo="lower it")
    [advice] = _written(insights=Insights(recommendations=(found,))).advice
    assert (advice.title, advice.saves_usd_a_month, advice.undo) == ("Raise it", 12.5, "lower it")


def test_what_the_numbers_leave_out_is_said() -> None:
    [began, *_] = _written(first_data=datetime(2026, 10, 12, 9, 0, tzinfo=UTC)).notes
    assert began == "Watching began on 12 October; nothing is known of the days before."
    forgotten = " ".join(_written(read_at=datetime(2026, 11, 3, 8, 0, tzinfo=UTC)).notes)
    assert "those that were over before 4 October, 10:00 are not counted any more" in forgotten
    assert any("MonthlyCosts" in note for note in _written().notes)
    assert not any("MonthlyCosts" in note for note in _written(fees=(("supabase", 25.0),)).notes)
