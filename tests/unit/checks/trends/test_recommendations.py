"""What would save money: from the shop's own rows, worth a dollar, and undone as it says."""

from datetime import timedelta

import pytest

from pawpop_monitoring.checks.trends.judge import Surroundings
from pawpop_monitoring.domain.readings.fal_ai import UnitPrice
from pawpop_monitoring.domain.readings.trends import (
    EndpointUse,
    NoisyRule,
    RepeatedCalls,
    Savings,
    UnevenCalls,
    UnusedIndex,
)
from tests.factories import NOW
from tests.unit.checks.trends.readings import UTC_ZONE, judged


def _use(endpoint: str, calls: int, cost: float, *, charged: int = 0, lost: float = 0.0) -> EndpointUse:
    return EndpointUse(
        endpoint=endpoint,
        cost_now=0,
        cost_usual=0,
        cost_week=0,
        cost_weeks_before=0,
        requests_month=calls,
        refused_month=0,
        cost_month=cost,
        charged_month=charged,
        charged_cost_month=lost,
    )


def test_failures_that_cost_are_told_with_their_money() -> None:
    uses = (_use("b", 900, 90.0, charged=1, lost=0.5), _use("flux/dev", 900, 90.0, charged=410, lost=21.0))
    insights, _ = judged(endpoints=uses)
    [found] = insights.recommendations
    assert found.saves_usd_a_month == 22.5
    assert "410 calls failed in 28 days and cost $21.00" in found.evidence
    assert "Expect $20.52 to $24.48 in four of five months" in found.evidence


def test_a_cheaper_model_of_the_same_family_is_named_and_another_kind_is_not() -> None:
    """$0.05 against $0.003 a call, half of 2,000 calls: $47 in 28 days."""
    uses = (
        _use("fal-ai/flux-pro/v1.1", 2000, 100.0),
        _use("fal-ai/flux/schnell", 900, 2.7),
        _use("fal-ai/birefnet", 900, 1.0),
    )
    insights, _ = judged(endpoints=uses)
    [found] = insights.recommendations
    assert found.title == "Use fal-ai/flux/schnell in place of fal-ai/flux-pro/v1.1 for previews"
    assert found.saves_usd_a_month == 50.36


def test_a_model_that_edits_pictures_is_not_replaced_by_one_that_can_not() -> None:
    uses = (_use("fal-ai/flux-pro/kontext/max", 2000, 100.0), _use("fal-ai/flux/schnell", 900, 2.7))
    assert judged(endpoints=uses)[0].recommendations == ()


DEV = _use("fal-ai/flux/dev", 1800, 45.0)
LISTED = {"fal-ai/flux/dev": UnitPrice(0.025, "megapixels"), "fal-ai/flux/schnell": UnitPrice(0.003, "megapixel")}


def test_a_model_of_the_price_list_is_named_with_both_prices_and_what_the_shop_paid() -> None:
    """88 % less for every second call of $45 in 28 days."""
    [found] = judged(endpoints=(DEV,), prices=LISTED)[0].recommendations
    assert found.title == "Use fal-ai/flux/schnell in place of fal-ai/flux/dev for previews"
    assert found.saves_usd_a_month == 21.21
    assert "has fal-ai/flux/schnell at $0.003 and fal-ai/flux/dev at $0.025 per megapixel" in found.evidence


@pytest.mark.parametrize(
    "prices",
    [
        {},
        LISTED | {"fal-ai/flux/dev": UnitPrice(0.025, "image")},  # not the same unit: nothing is known of a call
        LISTED | {"fal-ai/flux/schnell": UnitPrice(0.013, "megapixel")},
        {"fal-ai/flux/schnell": UnitPrice(0.003, "megapixel")},
    ],
)
def test_prices_that_can_not_be_compared_or_are_hardly_lower_are_no_advice(prices: dict[str, UnitPrice]) -> None:
    assert judged(endpoints=(DEV,), prices=prices)[0].recommendations == ()


def test_what_is_about_as_dear_or_hardly_tried_is_no_advice() -> None:
    uses = (
        _use("fal-ai/flux-pro", 2000, 100.0),
        _use("fal-ai/flux/dev", 900, 30.0),
        _use("fal-ai/flux/schnell", 3, 0.01),
    )
    assert judged(endpoints=uses)[0].recommendations == ()


def _repeated(times: int, cost: float, days: float) -> Savings:
    found = RepeatedCalls(endpoint="flux/dev", calls=900, repeated=times, cost=cost, seconds=days * 86_400)
    return Savings(repeated_calls=(found,))


def test_what_was_paid_twice_is_told_with_how_far_chance_may_carry_it() -> None:
    """$8 in 14 days of telling hashes is $17 a month, not $8."""
    [found] = judged(savings=_repeated(100, 8.0, 14))[0].recommendations
    assert (found.title, found.saves_usd_a_month) == (
        "Keep what flux/dev makes, and show it again where the same is asked",
        17.14,
    )
    assert "Of 900 calls in 14 days whose prompt can be compared, 100 asked once more" in found.evidence
    assert "Expect $14.49 to $19.80 in four of five months" in found.evidence


@pytest.mark.parametrize("savings", [_repeated(9, 8.0, 14), _repeated(100, 0.1, 14), _repeated(100, 8.0, 0.5)])
def test_a_few_repeats_or_hours_of_them_are_no_advice(savings: Savings) -> None:
    assert judged(savings=savings)[0].recommendations == ()


def _uneven(dear: int, mixed: int) -> Savings:
    found = UnevenCalls(
        endpoint="flux/dev", calls=900, usual=0.025, dear=dear, excess=14.0, mixed=mixed, seconds=28 * 86_400
    )
    return Savings(uneven_calls=(found,))


def test_images_that_cost_more_than_others_of_the_same_model_may_be_smaller() -> None:
    [found] = judged(savings=_uneven(280, 100))[0].recommendations
    assert found.saves_usd_a_month == 7.5
    assert "cost $0.025 each at most, and 280 half as much again or more, $14.00 above that" in found.evidence


@pytest.mark.parametrize("savings", [_uneven(19, 100), _uneven(280, 9)])
def test_a_few_dear_calls_or_a_price_that_changed_are_no_advice(savings: Savings) -> None:
    assert judged(savings=savings)[0].recommendations == ()


def test_an_index_that_nobody_reads_comes_with_the_statement_that_makes_it_again() -> None:
    index = UnusedIndex(
        "public.orders_note", 400 * 1024**2, "CREATE INDEX orders_note ON orders (note)", NOW - timedelta(days=40)
    )
    [found] = judged(savings=Savings(unused_indexes=(index,)))[0].recommendations
    assert "400 MB" in found.evidence
    assert found.undo == "CREATE INDEX orders_note ON orders (note);"


def test_a_threshold_that_only_cries_is_to_be_raised_beyond_what_was_seen() -> None:
    noisy = (NoisyRule("supabase", "connections", 9, 80.0, 85.0, "%"), NoisyRule("fal-ai", "unusual", 9, 1.0, 2.0, ""))
    [found] = judged(savings=Savings(noisy_rules=noisy))[0].recommendations
    assert found.title == "Raise SupabaseConnectionThreshold from 80 to 94"
    assert found.undo == "make deploy SET='SupabaseConnectionThreshold=80'"
    assert "connections raised 9 alerts in 30 days" in found.evidence


@pytest.mark.parametrize(
    ("noisy", "title"),
    [
        (("supabase", "connections", 5, 80.0, 90.0, "%"), "Raise SupabaseConnectionThreshold from 80 to 99"),
        (("supabase", "connections", 5, 80.0, 98.0, "%"), None),
        (("fal-ai", "error_rate", 5, 10.0, 100.0, "%"), None),
        (("fal-ai", "daily_cost", 5, 50.0, 1e7, "USD"), None),
        (("supabase", "query_time", 5, 5000.0, 3.6e6, "ms"), "Raise SupabaseQueryTimeThreshold from 5000 to 4000000"),
        (("fal-ai", "daily_cost", 5, 1234.56, 150_000.0, "USD"), "Raise FalDailyCostLimit from 1234.56 to 170000"),
    ],
)
def test_only_a_limit_that_can_be_set_and_be_passed_is_advised(
    noisy: tuple[str, str, int, float, float, str], title: str | None
) -> None:
    """110 % of the connections would be refused, and of 120 % of failing calls nobody would ever be told."""
    found = judged(savings=Savings(noisy_rules=(NoisyRule(*noisy),)))[0].recommendations
    assert [one.title for one in found] == ([title] if title else [])


@pytest.mark.parametrize(
    ("dear", "cheap", "said"),
    [
        (300.0, 100.0, "costs $0.0003, one of fal-ai/flux/schnell $0.0001,"),
        (25_000.0, 3000.0, "costs $0.025, one of fal-ai/flux/schnell $0.003,"),
        (12_000_000.0, 50_000.0, "costs $12.00, one of fal-ai/flux/schnell $0.05,"),
    ],
)
def test_a_price_has_the_digits_that_tell_it_from_nothing(dear: float, cheap: float, said: str) -> None:
    uses = (_use("fal-ai/flux/dev", 1_000_000, dear), _use("fal-ai/flux/schnell", 1_000_000, cheap))
    assert said in judged(endpoints=uses)[0].recommendations[0].evidence


def test_one_call_is_told_as_one() -> None:
    failed = _use("fal-ai/flux/dev", 1000, 50.0, charged=1, lost=5.0)
    [found] = judged(endpoints=(failed,))[0].recommendations
    assert found.evidence.startswith("1 call failed in 28 days and cost $5.00 all the same")


@pytest.mark.parametrize(
    ("set_now", "titles"),
    [
        (80.0, ["Raise SupabaseConnectionThreshold from 80 to 94"]),
        (82.0, ["Raise SupabaseConnectionThreshold from 82 to 94"]),
        (94.0, []),
    ],
)
def test_what_was_raised_is_not_advised_for_another_month(set_now: float, titles: list[str]) -> None:
    """Alerts of a limit of 80 are there for 30 days, whatever was set since."""
    around = Surroundings(zone=UTC_ZONE, month_limit=1000.0, limits={"SupabaseConnectionThreshold": set_now})
    noisy = NoisyRule("supabase", "connections", 9, 80.0, 85.0, "%")
    found = judged(around, savings=Savings(noisy_rules=(noisy,)))[0].recommendations
    assert [one.title for one in found] == titles
