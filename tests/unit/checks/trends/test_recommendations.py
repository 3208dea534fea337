"""What would save money: from the shop's own rows, worth a dollar, and undone as it says."""

from datetime import timedelta

from pawpop_monitoring.domain.readings.trends import EndpointUse, NoisyRule, PaidFailures, Savings, UnusedIndex
from tests.factories import NOW
from tests.unit.checks.trends.readings import judged


def _use(endpoint: str, calls: int, cost: float) -> EndpointUse:
    return EndpointUse(
        endpoint=endpoint,
        cost_now=0,
        cost_usual=0,
        cost_week=0,
        cost_weeks_before=0,
        requests_month=calls,
        refused_month=0,
        cost_month=cost,
    )


def test_failures_that_cost_are_told_with_their_money() -> None:
    insights, _ = judged(
        savings=Savings(paid_failures=(PaidFailures("flux/dev", 410, 21.0), PaidFailures("b", 1, 0.5)))
    )
    [found] = insights.recommendations
    assert found.saves_usd_a_month == 22.5
    assert "At least 410 calls failed in 28 days and cost $21.00" in found.evidence


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


def test_what_is_about_as_dear_or_hardly_tried_is_no_advice() -> None:
    uses = (
        _use("fal-ai/flux-pro", 2000, 100.0),
        _use("fal-ai/flux/dev", 900, 30.0),
        _use("fal-ai/flux/schnell", 3, 0.01),
    )
    assert judged(endpoints=uses)[0].recommendations == ()


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
    assert "fired 9 times in 30 days" in found.evidence
