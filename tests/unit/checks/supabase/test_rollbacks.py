"""`error_rate`: by the exact chance of what was rolled back, on short and long stretches, against the usual share."""

import random

import pytest

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.activity import Activity, NoSample, Transactions, activity_of
from pawpop_monitoring.domain.readings.supabase_counters import Counters
from tests.unit.checks.supabase.readings import found, later, make_activity, make_counters, no_activity, verdict

RULE = "supabase:error_rate"
WEEK = 7 * 86_400.0


@pytest.mark.parametrize(
    ("rolled_back", "total", "expected", "status"),
    [
        (0, 1000, [], "healthy"),
        (50, 1000, [], "healthy"),
        (51, 1000, [], "warning"),  # 5.1 %, which is one more than the limit
        (99, 1000, ["error_rate medium"], "warning"),
        (150, 1000, ["error_rate high"], "warning"),
        (1000, 1000, ["error_rate high"], "warning"),
        (6, 100, [], "warning"),
        (20, 100, ["error_rate high"], "warning"),
        # A shop with hardly any traffic, in which all fail.
        (8, 8, ["error_rate high"], "warning"),
        (2, 2, [], "warning"),
        (1, 8, [], "healthy"),
    ],
)
def test_by_exact_chance(rolled_back: int, total: int, expected: list[str], status: str) -> None:
    judgement = verdict(activity=make_activity(transactions=Transactions(rolled_back, total, 60.0)))
    assert (found(judgement), judgement.status) == (expected, status)
    assert (RULE in judgement.good) is (rolled_back <= total / 20)


@pytest.mark.parametrize(("failed_since", "expected"), [(0, []), (3, ["error_rate high"])])
def test_failures_that_were_counted_before_are_neither_more_nor_over(failed_since: int, expected: list[str]) -> None:
    transactions = Transactions(30, 100, 600.0, newest=Transactions(failed_since, 8, 60.0))
    judgement = verdict(activity=make_activity(transactions=transactions))
    assert (found(judgement), RULE in judgement.good) == (expected, False)
    assert (RULE in judgement.unclear) is (not expected)


def test_a_fresh_good_stretch_ends_it() -> None:
    stretches = (Transactions(0, 40, 60.0), Transactions(30, 140, 600.0))
    assert RULE in verdict(activity=make_activity(stretches=stretches)).good


@pytest.mark.parametrize("reason", list(NoSample))
def test_without_readings_to_compare_the_rate_is_neither_good_nor_bad(reason: NoSample) -> None:
    judgement = verdict(activity=no_activity(reason))
    assert (found(judgement), RULE in judgement.good) == ([], False)


def test_a_shop_that_always_rolls_back_hears_of_it_as_that() -> None:
    """Some drivers end each read-only transaction with a rollback."""
    always = make_activity(stretches=(Transactions(600, 1000, 300.0),), before=Transactions(600_000, 10**6, WEEK))
    (finding,) = verdict(activity=always).findings
    assert (finding.severity, finding.message) == ("medium", "High error rate, as it has been for weeks")
    worse = make_activity(stretches=(Transactions(950, 1000, 300.0),), before=Transactions(600_000, 10**6, WEEK))
    assert found(verdict(activity=worse)) == ["error_rate high"]


def test_the_finding_says_why() -> None:
    details = verdict(activity=make_activity(transactions=Transactions(200, 1000, 60.0))).findings[0].details
    assert details["reason"] == "200 of 1,000 failed; usual are 1 in 100; by chance once in 10^15"
    assert (details["rolledBack"], details["transactions"], details["sampleSeconds"]) == (200, 1000, 60)


def test_what_was_before_is_read_from_the_oldest_reading_of_this_life() -> None:
    month, week = make_counters(at=1.0, epoch="4/99.5"), make_counters(at=100.0, commits=1000)
    hour = later(week, WEEK, commits=9000, rollbacks=90)
    now = later(hour, 60.0, commits=10, rollbacks=90)
    activity = activity_of(now, [hour], [week, month])
    assert activity.before == Transactions(90, 9090, WEEK)
    assert activity.stretches == (Transactions(90, 100, 60.0),)
    assert activity_of(now, [hour], [month]).before is None


def _played(minutes: int, a_minute: float, shares: list[float], seed: int) -> list[Judgement]:
    """The judgements every `minutes`, in a shop with such shares of rollbacks minute by minute."""
    chance = random.Random(seed)
    readings: list[Counters] = [make_counters(at=0.0)]
    judged: list[Judgement] = []
    for minute, share in enumerate(shares, 1):
        total = sum(chance.random() < a_minute / 1000 for _ in range(1000))
        failed = sum(chance.random() < share for _ in range(total))
        before = readings[-1]
        readings.append(later(before, commits=total - failed, rollbacks=failed))
        if minute % minutes == 0:
            activity: Activity = activity_of(readings[-1], readings[-1 - 60 : -1 : minutes])
            judged.append(verdict(activity=activity))
    return judged


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("minutes", [1, 5])
@pytest.mark.parametrize("a_minute", [2.0, 20.0, 400.0])
def test_a_share_near_the_limit_neither_opens_nor_flaps(minutes: int, a_minute: float, seed: int) -> None:
    judged = _played(minutes, a_minute, [0.04] * 240, seed)
    assert not any(found(judgement) for judgement in judged)


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("minutes", [1, 5])
@pytest.mark.parametrize("a_minute", [2.0, 20.0, 400.0])
def test_an_outage_is_told_and_over(minutes: int, a_minute: float, seed: int) -> None:
    judged = _played(minutes, a_minute, [0.005] * 60 + [0.6] * 20 + [0.005] * 60, seed)
    bad = [number * minutes for number, judgement in enumerate(judged, 1) if found(judgement)]
    assert bad
    assert 60 < bad[0] <= 75
    assert bad[-1] <= 80 + 12
    assert any(RULE in judgement.good for judgement in judged[(80 // minutes) : (110 // minutes)])
