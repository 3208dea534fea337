"""One way to judge a rate: a table of what is wanted, and what holds of any counts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict, judge_rate
from pawpop_monitoring.analytics.words import reason_of

PAYMENTS = Demand(limit=0.02, typical=Counts(1, 500))
DECLINES = Demand(typical=Counts(10, 100), fewest=10, false_alarms=0.02)
NEW_SHOP = Counts(0, 0)
MONTH, YEAR = 28, 365
BAD, GOOD, UNDECIDED = Verdict.BAD, Verdict.GOOD, Verdict.UNDECIDED


def judged(looks: list[tuple[int, int]], before: Counts, a_day: float, demand: Demand = PAYMENTS) -> RateJudgement:
    return judge_rate([Counts(*look) for look in looks], before, demand, a_day * YEAR)


@pytest.mark.parametrize(
    ("looks", "before", "a_day", "verdict"),
    [
        # A shop of which nothing is known yet.
        ([(10, 10)], NEW_SHOP, 10, BAD),
        ([(3, 3)], NEW_SHOP, 3, BAD),
        ([(2, 2)], NEW_SHOP, 2, UNDECIDED),
        ([(1, 5)], NEW_SHOP, 5, UNDECIDED),
        ([(0, 5)], NEW_SHOP, 5, GOOD),
        ([(2, 20), (10, 100)], NEW_SHOP, 100, BAD),
        ([(0, 20), (1, 100)], NEW_SHOP, 100, UNDECIDED),
        ([], NEW_SHOP, 0, UNDECIDED),
        ([(0, 0)], NEW_SHOP, 0, UNDECIDED),
        # Three in a row of payments that never fail, and of such as do.
        ([(3, 3), (3, 450)], Counts(0, 12600), 450, BAD),
        ([(2, 2), (2, 450)], Counts(0, 12600), 450, UNDECIDED),
        ([(3, 3), (3, 10)], Counts(0, 280), 10, BAD),
        ([(3, 3), (3, 10)], Counts(14, 280), 10, UNDECIDED),
        # A short and heavy failure in a large shop, and the same number over a day.
        ([(10, 20), (50, 4400)], Counts(50, 120_000), 4400, BAD),
        ([(1, 20), (50, 4400)], Counts(1200, 120_000), 4400, GOOD),
        # One bad hour, and then a fresh sample.
        ([(5, 20), (20, 280)], Counts(0, 12600), 450, BAD),
        ([(0, 20), (20, 280)], Counts(0, 12600), 450, GOOD),
        ([(0, 3), (20, 23)], Counts(0, 600), 20, GOOD),
        ([(0, 1), (20, 21)], Counts(0, 600), 20, BAD),
        # As it has been for weeks: told, as lasting.
        ([(2, 20), (50, 450)], Counts(1260, 12600), 450, BAD),
        # Better than the limit is never bad.
        ([(0, 20), (8, 450)], Counts(0, 12600), 450, UNDECIDED),
    ],
)
def test_what_is_wanted_of_payments(
    looks: list[tuple[int, int]], before: Counts, a_day: float, verdict: Verdict
) -> None:
    assert judged(looks, before, a_day).verdict is verdict


@pytest.mark.parametrize(
    ("looks", "before", "a_day", "bad"),
    [
        ([(163, 4400)], Counts(22, 960), 4400, False),
        ([(230, 4400)], Counts(2820, 120_000), 4400, True),
        ([(25, 75)], Counts(50, 1000), 75, True),
        ([(25, 75)], Counts(350, 1000), 75, False),
        ([(8, 8), (8, 20)], Counts(34, 560), 20, False),
        ([(60, 60), (60, 70)], Counts(34, 560), 20, True),
        ([(30, 60)], NEW_SHOP, 60, True),
        ([(2, 20)], NEW_SHOP, 20, False),
    ],
)
def test_what_is_wanted_of_declines(looks: list[tuple[int, int]], before: Counts, a_day: float, bad: bool) -> None:
    assert (judged(looks, before, a_day, DECLINES).verdict is BAD) is bad


def test_what_was_there_for_weeks_is_told_apart_from_news() -> None:
    assert judged([(50, 450)], Counts(1260, 12600), 450).lasting
    assert not judged([(50, 450)], Counts(0, 12600), 450).lasting
    assert not judged([(50, 450)], NEW_SHOP, 450).lasting


def test_a_few_that_may_be_chance_are_strange_but_not_bad() -> None:
    two, one = judged([(2, 5)], NEW_SHOP, 5), judged([(1, 5)], NEW_SHOP, 5)
    assert (two.verdict, two.strange, one.verdict, one.strange) == (UNDECIDED, True, UNDECIDED, False)


def test_the_reason_can_be_read() -> None:
    assert reason_of(judged([(12, 14)], Counts(59, 11500), 450)) == (
        "12 of 14 failed; usual are 1 in 200; by chance once in 10^25"
    )
    assert reason_of(judged([(2, 20)], NEW_SHOP, 20, DECLINES)) == "2 of 20 failed; usual are 10 %; nothing unusual"


outcomes = st.lists(st.booleans(), max_size=120)
befores = st.builds(lambda passed, failed: Counts(failed, failed + passed), st.integers(0, 20000), st.integers(0, 900))
demands = st.sampled_from([PAYMENTS, DECLINES])
_RANK = {GOOD: 0, UNDECIDED: 1, BAD: 2}


@given(outcomes, befores, demands, st.integers(1, 10_000))
def test_more_failures_never_look_better_and_more_successes_never_worse(
    newest_first: list[bool], before: Counts, demand: Demand, a_day: int
) -> None:
    looks = looks_back(newest_first)
    now = judge_rate(looks, before, demand, a_day * YEAR).verdict
    worse = [Counts(look.failed + 1, look.total + 1) for look in looks]
    better = [Counts(look.failed, look.total + 1) for look in looks]
    assert _RANK[judge_rate(worse, before, demand, a_day * YEAR).verdict] >= _RANK[now]
    assert _RANK[judge_rate(better, before, demand, a_day * YEAR).verdict] <= _RANK[now]


@given(outcomes, befores, demands, st.integers(1, 10_000))
def test_a_failure_that_comes_does_not_end_an_alert(
    newest_first: list[bool], before: Counts, demand: Demand, a_day: int
) -> None:
    looks = looks_back([True, *newest_first])
    assert judge_rate(looks, before, demand, a_day * YEAR).verdict is not GOOD


@given(st.integers(0, 12), st.integers(0, 60), befores, st.integers(1, 10_000))
def test_a_run_of_failures_is_told_sooner_the_longer_it_is(run: int, passed: int, before: Counts, a_day: int) -> None:
    def is_bad(length: int) -> bool:
        looks = looks_back([True] * length + [False] * passed)
        return judge_rate(looks, before, PAYMENTS, a_day * YEAR).verdict is BAD

    assert not is_bad(run) or is_bad(run + 1)


def test_microseconds() -> None:
    """A generous bound, so that a busy machine does not break it: measured are 10 µs where nothing failed, some 100
    with a few strays, and 250 to 500 where the most fails.
    """
    looks = looks_back([place % 29 == 0 for place in range(200)], [Counts(40, 1000), Counts(90, 10_000)])
    started = time.process_time()
    for _ in range(50):
        judge_rate(looks, Counts(500, 100_000), PAYMENTS, 10_000 * YEAR)
    assert (time.process_time() - started) / 50 < 0.005


@pytest.mark.parametrize("failed_in_the_trouble", [20, 60, 110])
def test_a_tenth_that_fails_for_hours_is_not_over_because_some_go_well(failed_in_the_trouble: int) -> None:
    """Fifty in a row do in one of ten such troubles, a hundred hardly ever."""
    trouble = [place % 10 == 0 for place in range(10 * failed_in_the_trouble)]

    def verdict(well: int) -> Verdict:
        newest = ([False] * well + trouble)[:200]
        looks = looks_back(
            newest, [Counts(failed_in_the_trouble, well + len(trouble)), Counts(failed_in_the_trouble, 4400)]
        )
        return judge_rate(looks, Counts(0, 120_000), PAYMENTS, 4400 * YEAR).verdict

    assert (verdict(0), verdict(120)) == (BAD, GOOD)
    assert verdict(50) is not GOOD


def test_a_look_with_trouble_in_it_is_no_proof_that_it_is_over() -> None:
    """Eight of 180 fail lately; that eight of 1400 did in a day says nothing of that."""
    looks = looks_back(
        [place in {0, 1, 8, 41, 73, 81, 89, 102} for place in range(180)], [Counts(8, 606), Counts(8, 1437)]
    )
    assert judge_rate(looks[1:], Counts(0, 42_000), PAYMENTS, 1500 * YEAR).verdict is not GOOD


def test_a_wave_of_declines_that_only_sums_remember_is_over() -> None:
    """Of 200 since, 20 were declined: more than the usual 6 %, but no part of a wave of 253 in 1351."""
    newest = [place % 10 == 1 for place in range(200)]
    looks = looks_back(newest, [Counts(273, 1551)])
    wave = judge_rate(looks, Counts(7200, 120_000), DECLINES, 4000 * YEAR)
    assert wave.verdict is not BAD


@pytest.mark.parametrize("strays", [1, 2])
def test_what_strays_in_after_hours_brings_no_old_trouble_back(strays: int) -> None:
    """A tenth of a large shop's payments failed from noon to four; at eight one fails, or two in a row."""
    looks = [
        Counts(strays, strays), Counts(strays, 200), Counts(strays, 305), Counts(44 + strays, 1639),
        Counts(114 + strays, 4261),
    ]  # fmt: skip
    later = judge_rate(looks, Counts(250, 126_000), PAYMENTS, 4500 * YEAR)
    assert later.verdict is not BAD
    assert later.seen.failed == strays


def test_what_fails_again_by_itself_is_news() -> None:
    looks = [Counts(4, 4), Counts(4, 204), Counts(4, 305), Counts(48, 1639), Counts(118, 4261)]
    assert judge_rate(looks, Counts(250, 126_000), PAYMENTS, 4500 * YEAR).seen == Counts(4, 4)
