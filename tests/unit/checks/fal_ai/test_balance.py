"""`balance`: used up, nearly used up at the present pace, and what is not known."""

from decimal import Decimal

import pytest

from pawpop_monitoring.domain.readings.fal_ai import NotConfigured, Unread
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


def test_what_fal_ai_bills_counts_for_the_pace() -> None:
    usage = make_usage(today=make_spend("0"), month=make_spend("0"))
    judgement = judged(balance=Decimal(50), usage=usage, billed_today=Decimal(0), billed_month=Decimal(900))
    assert judgement.findings[0].evidence == {"spentADayUsd": 40.0, "daysLeft": 1.2}


def test_without_a_balance_nothing_is_said_of_it() -> None:
    for balance in (NotConfigured("Set FalAdminKey."), Unread("fal.ai did not answer."), Decimal("NaN")):
        judgement = judged(balance=balance)
        assert outline(judgement) == []
        assert not holds(judgement, "balance")
