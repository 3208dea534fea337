"""`cost_gap`: more than a tenth and more than a dollar, in either direction."""

from decimal import Decimal

import pytest

from pawpop_monitoring.domain.readings.fal_ai import NotConfigured, Unread
from tests.unit.checks.fal_ai.readings import holds, judged, make_spend, make_traffic, make_usage, outline

QUIET = (make_traffic(sample=0),)


@pytest.mark.parametrize(
    ("tracked", "billed", "message"),
    [
        ("10", "10", None),
        ("0", "0", None),
        ("0", "1", None),  # a dollar is tolerated
        ("0", "1.01", "More is billed than tracked"),
        ("36", "40", None),  # a tenth is tolerated
        ("35.99", "40", "More is billed than tracked"),
        ("40", "36", None),
        ("40", "35.99", "More is tracked than billed"),
    ],
)
def test_the_tolerance(tracked: str, billed: str, message: str | None) -> None:
    judgement = judged(usage=make_usage(today=make_spend(tracked), traffic=QUIET), billed_today=Decimal(billed))
    assert [finding.message for finding in judgement.findings] == ([message] if message else [])
    assert outline(judgement) == (["cost_gap low"] if message else [])
    assert holds(judgement, "cost_gap") is (message is None)
    assert judgement.status == "healthy"


def test_the_last_hours_need_not_be_billed_yet() -> None:
    """At $0.20 a request and 30 an hour, three hours are $18."""
    hours = (make_traffic(sample=30), make_traffic(sample=180, hours=6))
    for billed, found in (("18.01", []), ("17.99", ["cost_gap low"])):
        usage = make_usage(today=make_spend("40"), traffic=hours)
        assert outline(judged(usage=usage, billed_today=Decimal(billed))) == found


def test_the_gap_is_told_with_both_sums() -> None:
    details = judged(usage=make_usage(today=make_spend("10")), billed_today=Decimal(40)).findings[0].details
    assert details == {"value": 30.0, "threshold": 4.0, "unit": "USD", "trackedUsd": 10.0, "billedUsd": 40.0}


@pytest.mark.parametrize(("tracked", "billed"), [("NaN", "10"), ("10", "NaN"), ("10", "-3")])
def test_nonsense_is_not_compared(tracked: str, billed: str) -> None:
    judgement = judged(usage=make_usage(today=make_spend(tracked)), billed_today=Decimal(billed))
    assert outline(judgement) == []
    assert not holds(judgement, "cost_gap")


def test_a_bill_that_cannot_be_read_is_unknown_but_one_that_nobody_asked_for_is_not() -> None:
    unread = judged(billed_today=Unread("fal.ai rejects the key (401)."), balance=Unread("the same"))
    absent = judged(billed_today=NotConfigured("Set FalAdminKey."), balance=NotConfigured("Set FalAdminKey."))
    assert (unread.status, len(unread.unknowns)) == ("unknown", 2)
    assert (absent.status, absent.notes) == ("healthy", ["Billed and tracked costs are not compared. Set FalAdminKey."])
    assert not holds(unread, "cost_gap")
    assert not holds(absent, "cost_gap")
