"""`balance`: used up, nearly used up at the present pace, and what is not known."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.checks.fal_ai import FalCheck, Upstreams
from pawpop_monitoring.domain.readings.fal_ai import NotConfigured, Unread
from pawpop_monitoring.thresholds import FalThresholds
from tests.fakes.fal_upstreams import FakeFalApi, FakeFalUsage
from tests.unit.checks.fal_ai.readings import holds, judged, make_spend, make_usage, outline


@pytest.mark.parametrize(
    ("balance", "today", "month", "found", "status"),
    [
        ("-0.18", "0", "0", ["balance critical"], "critical"),
        ("0", "0", "0", ["balance critical"], "critical"),
        ("0.5", "0", "0", [], "healthy"),
        ("29.9", "10", "100", ["balance medium"], "warning"),  # three days of $10
        ("30.1", "10", "100", [], "healthy"),
        ("39", "1", "300", ["balance medium"], "warning"),  # $300 in 22.5 days
        ("41", "1", "300", [], "healthy"),
    ],
)
def test_rule(balance: str, today: str, month: str, found: list[str], status: str) -> None:
    usage = make_usage(today=make_spend(today), month=make_spend(month))
    judgement = judged(balance=Decimal(balance), usage=usage, billed_today=Decimal(today))
    assert (outline(judgement), judgement.status) == (found, status)
    assert holds(judgement, "balance") is (not found)


@pytest.mark.parametrize(("balance", "a_day"), [("0.004", "0.0015"), ("29.98", "9.994"), ("29.9819", "9.994")])
def test_what_is_nearly_used_up_never_reads_as_enough(balance: str, a_day: str) -> None:
    usage = make_usage(today=make_spend(a_day), month=make_spend(a_day))
    (finding,) = judged(balance=Decimal(balance), usage=usage, billed_today=Decimal(a_day)).findings
    assert finding.value is not None
    assert finding.threshold is not None
    assert finding.value < finding.threshold


def test_what_fal_ai_bills_counts_for_the_pace() -> None:
    usage = make_usage(today=make_spend("0"), month=make_spend("0"))
    judgement = judged(balance=Decimal(50), usage=usage, billed_today=Decimal(0), billed_month=Decimal(900))
    assert judgement.findings[0].evidence == {"spentADayUsd": 40.0, "daysLeft": 1.2}


def test_without_a_balance_nothing_is_said_of_it() -> None:
    for balance in (NotConfigured("Set FalAdminKey."), Unread("fal.ai did not answer."), Decimal("NaN")):
        judgement = judged(balance=balance)
        assert outline(judgement) == []
        assert not holds(judgement, "balance")


@pytest.mark.parametrize(
    ("zone", "now", "told"),
    [
        ("America/New_York", datetime(2026, 12, 1, 1, tzinfo=UTC), []),  # still November there, $10 a day
        ("Asia/Kolkata", datetime(2026, 11, 30, 19, tzinfo=UTC), ["balance"]),  # December there, $300 in half an hour
        ("UTC", datetime(2026, 11, 30, 23, tzinfo=UTC), []),
    ],
)
def test_the_days_gone_are_those_of_the_month_that_the_sum_is_of(zone: str, now: datetime, told: list[str]) -> None:
    """West of Greenwich the last evening of a month took the sum of it for that of one day: credit nearly gone."""
    usage = make_usage(today=make_spend("10"), month=make_spend("300"))
    api = FakeFalApi(on_balance=lambda: Decimal(100))
    check = FalCheck(
        Upstreams(FakeFalUsage(lambda: usage), api, lambda _: None), FalThresholds(), lambda: now, ZoneInfo(zone)
    )
    assert [finding.rule for finding in check.observe().findings] == told
