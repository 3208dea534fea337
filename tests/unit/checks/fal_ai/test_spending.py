"""`daily_cost` and `monthly_cost`: below, at, above, nonsense, and a limit from the environment."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pawpop_monitoring.domain.readings.fal_ai import Amount, DailyCosts, Unread
from tests.unit.checks.fal_ai.readings import holds, judged, make_spend, make_usage, outline

NO_TABLE = Unread("The database does not have the monitoring tables as they should be; run `make migrate`.")
NO_BILL = Unread("fal.ai did not answer in time.")


@pytest.mark.parametrize(
    ("today", "month", "found", "status"),
    [
        ("0", "0", [], "healthy"),
        ("49.99", "999.99", [], "healthy"),
        ("50", "1000", [], "healthy"),
        ("50.0001", "999", ["daily_cost high"], "warning"),
        ("10", "1000.01", ["monthly_cost critical"], "critical"),
        ("200", "1500", ["daily_cost high", "monthly_cost critical"], "critical"),
    ],
)
def test_the_limits(today: str, month: str, found: list[str], status: str) -> None:
    judgement = judged(usage=make_usage(today=make_spend(today), month=make_spend(month)), billed_today=Decimal(today))
    assert (outline(judgement), judgement.status) == (found, status)
    assert holds(judgement, "daily_cost") is ("daily_cost high" not in found)
    assert holds(judgement, "monthly_cost") is ("monthly_cost critical" not in found)


@pytest.mark.parametrize("nonsense", ["NaN", "Infinity", "-5"])
def test_a_sum_that_is_no_money_is_unknown(nonsense: str) -> None:
    judgement = judged(usage=make_usage(today=make_spend(nonsense), month=make_spend(nonsense)))
    assert (outline(judgement), judgement.status) == ([], "unknown")
    assert not holds(judgement, "daily_cost")
    assert not holds(judgement, "monthly_cost")


@pytest.mark.parametrize(("cost", "found"), [("10", []), ("51", ["daily_cost high"])])
def test_a_sum_that_leaves_requests_out_can_only_break_the_limit(cost: str, found: list[str]) -> None:
    judgement = judged(usage=make_usage(today=make_spend(cost, unusable=2)), billed_today=Decimal(cost))
    assert outline(judgement) == found
    assert not holds(judgement, "daily_cost")


@pytest.mark.parametrize(
    ("billed", "found"), [(Decimal(60), ["daily_cost high"]), (Decimal(50), []), (Decimal("NaN"), []), (NO_BILL, [])]
)
def test_what_is_billed_counts_even_where_the_tracked_sum_is_missing(billed: Amount, found: list[str]) -> None:
    judgement = judged(usage=NO_TABLE, billed_today=billed)
    assert outline(judgement) == found
    assert not holds(judgement, "daily_cost")
    assert judgement.status == ("warning" if found else "unknown")


def test_what_is_billed_this_month_counts_where_nothing_is_tracked() -> None:
    usage = make_usage(today=make_spend("0", requests=0), month=make_spend("0", requests=0))
    judgement = judged(usage=usage, billed_today=Decimal(45), billed_month=Decimal(1350))
    monthly = next(finding for finding in judgement.findings if finding.rule == "monthly_cost")
    assert (monthly.severity, monthly.value, monthly.evidence["billedUsd"]) == ("critical", 1350.0, 1350.0)


@pytest.mark.parametrize("rule", ["daily_cost", "monthly_cost", "month_forecast", "balance"])
def test_a_bill_that_is_not_read_for_once_ends_no_alert_that_it_opened(rule: str) -> None:
    """With $10 tracked and $60 billed, one time-out of the bill said that the daily cost is below its limit again."""
    daily = DailyCosts(date(2026, 11, 23), 0.5, (10.0,) * 89)
    judgement = judged(usage=make_usage(daily=daily), billed_today=NO_BILL, billed_month=NO_BILL)
    assert not holds(judgement, rule)
    assert f"fal-ai:{rule}" in judgement.unclear
    assert holds(judged(usage=make_usage(daily=daily), billed_today=Decimal(10), billed_month=Decimal(300)), rule)


def test_a_month_whose_bill_is_not_read_is_not_healthy() -> None:
    judgement = judged(billed_month=NO_BILL)
    assert judgement.unknowns == ["What fal.ai bills this month is unknown: fal.ai did not answer in time."]


def test_usage_that_cannot_be_read_is_unknown_and_clears_nothing_of_it() -> None:
    judgement = judged(usage=NO_TABLE)
    assert judgement.status == "unknown"
    assert judgement.good == {"fal-ai:unreachable", "fal-ai:balance"}
    assert "make migrate" in " ".join(judgement.unknowns)


def test_the_finding_carries_numbers_and_evidence() -> None:
    spend = make_spend("200.00", requests=5000, costliest_endpoint="fal-ai/flux-pro")
    details = judged(usage=make_usage(today=spend), billed_today=Decimal(190)).findings[0].details
    assert details == {
        "value": 200.0,
        "threshold": 50.0,
        "unit": "USD",
        "trackedUsd": 200.0,
        "billedUsd": 190.0,
        "requests": 5000,
        "costPerRequestUsd": 0.04,
        "costliestEndpoint": "fal-ai/flux-pro",
    }


@pytest.mark.parametrize(("cost", "found"), [("49.99", []), ("50.00", ["daily_cost high"])])
def test_a_limit_from_the_environment_is_taken_to_the_cent(cost: str, found: list[str]) -> None:
    limits = {"MONITORING_FAL_DAILY_COST_LIMIT": "49.99"}
    assert outline(judged(limits, usage=make_usage(today=make_spend(cost)), billed_today=Decimal(cost))) == found


def test_requests_without_a_cost_are_told() -> None:
    notes = judged(usage=make_usage(month=make_spend("10", unpriced=7))).notes
    assert notes == ["Tracked without a cost: 7 requests of this month."]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, None),
        ({"yesterday": make_spend("50")}, None),
        ({"yesterday": make_spend("50.01")}, "Daily cost limit exceeded yesterday"),
        ({"yesterday": make_spend("60"), "broken_at_midnight": frozenset({"fal-ai:daily_cost"})}, None),
        ({"yesterday": make_spend("60"), "today": make_spend("51")}, "Daily cost limit exceeded"),
        ({"last_month": make_spend("1001")}, "Monthly cost limit exceeded last month"),
        ({"last_month": make_spend("1001"), "broken_at_midnight": frozenset({"fal-ai:monthly_cost"})}, None),
    ],
)
def test_costs_that_are_noted_after_midnight(fields: dict[str, Any], found: str | None) -> None:
    judgement = judged(usage=make_usage(**fields), billed_today=Decimal(10))
    assert [finding.message for finding in judgement.findings] == ([found] if found else [])


def test_what_is_billed_of_yesterday_after_midnight() -> None:
    usage = make_usage(yesterday=make_spend("49"))
    (finding,) = judged(usage=usage, billed_yesterday=Decimal(51)).findings
    assert (finding.rule, finding.value) == ("daily_cost", 51.0)
    assert outline(judged(usage=usage, billed_yesterday=NO_BILL)) == []
    told = make_usage(yesterday=make_spend("49"), broken_at_midnight=frozenset({"fal-ai:daily_cost"}))
    assert outline(judged(usage=told, billed_yesterday=Decimal(51))) == []


def test_what_a_request_costs_is_never_rounded_to_nothing() -> None:
    spend = make_spend("60.00", requests=3_000_000)
    assert judged(usage=make_usage(today=spend)).findings[0].evidence["costPerRequestUsd"] == 0.00002
