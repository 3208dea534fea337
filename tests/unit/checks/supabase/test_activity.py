"""What is made of two readings of the counters, and of readings that can't be compared."""

from dataclasses import replace

import pytest

from pawpop_monitoring.checks.supabase.activity import NoSample, Queries, Transactions, activity_of
from pawpop_monitoring.domain.readings.supabase_counters import Counters
from tests.unit.checks.supabase.readings import later, make_counters

START = make_counters(commits=1_000_000, rollbacks=5000, deadlocks=7, blocks_hit=10**9, blocks_read=10**6)


def test_a_rate_is_taken_between_two_readings() -> None:
    now = later(START, commits=190, rollbacks=10, calls=50, total_ms=400.0)
    activity = activity_of(now, [START])
    assert activity.transactions == Transactions(rolled_back=10, total=200, seconds=60.0)
    assert activity.transactions.error_rate == 5.0
    assert activity.queries == Queries(average_ms=8.0, calls=50, seconds=60.0)


def test_the_monitors_own_transactions_and_starts_of_sessions_are_not_the_shops() -> None:
    now = later(START, commits=150, rollbacks=50, sessions=30, own=20)
    assert activity_of(now, [START]).transactions == Transactions(50, 150, 60.0)


def test_more_of_its_own_than_there_were_leaves_nothing_of_the_shops() -> None:
    now = later(START, commits=50, rollbacks=100, sessions=60, own=20)
    assert activity_of(now, [START]).transactions == Transactions(100, 100, 60.0)


@pytest.mark.parametrize(("commits", "is_enough"), [(99, False), (100, True)])
def test_a_hundred_transactions_are_a_sample(commits: int, is_enough: bool) -> None:
    transactions = activity_of(later(START, commits=commits), [START]).transactions
    assert isinstance(transactions, Transactions) is is_enough
    assert is_enough or transactions is NoSample.FEW


@pytest.mark.parametrize(("calls", "is_enough"), [(0, False), (4, False), (5, True)])
def test_five_calls_are_a_sample(calls: int, is_enough: bool) -> None:
    queries = activity_of(later(START, calls=calls, total_ms=calls * 6000.0), [START]).queries
    assert isinstance(queries, Queries) is is_enough
    assert is_enough or queries is NoSample.FEW


def test_a_quiet_shop_is_measured_over_the_shortest_stretch_that_holds_a_sample() -> None:
    readings = [START]
    for _ in range(10):
        readings.append(later(readings[-1], commits=29, rollbacks=1))
    activity = activity_of(readings[-1], readings[:-1])
    newest = Transactions(rolled_back=1, total=30, seconds=60.0)
    assert activity.transactions == Transactions(rolled_back=4, total=120, seconds=240.0, newest=newest)


def test_in_a_quiet_shop_a_slow_statement_is_new_once() -> None:
    before = later(START, calls=4, total_ms=40.0)
    slow = later(before, calls=1, total_ms=90_000.0)
    after = later(slow)
    first, second = activity_of(slow, [START, before]).queries, activity_of(after, [START, before, slow]).queries
    assert isinstance(first, Queries)
    assert isinstance(second, Queries)
    assert (first.average_ms, second.average_ms) == (18_008.0, 18_008.0)
    assert (first.latest.average_ms, second.latest.average_ms) == (90_000.0, 0.0)


def test_in_a_quiet_shop_a_failure_is_new_once() -> None:
    failed = later(START, commits=45, rollbacks=15)
    now = later(failed, commits=40)
    transactions = activity_of(now, [START, failed]).transactions
    assert transactions == Transactions(15, 100, 120.0, newest=Transactions(0, 40, 60.0))
    nothing_since = activity_of(later(now), [START, failed, now]).transactions
    assert isinstance(nothing_since, Transactions)
    assert (nothing_since.error_rate, nothing_since.latest.error_rate) == (15.0, 0.0)


def test_a_stretch_is_an_hour_long_at_most_unless_nobody_checked_for_longer() -> None:
    rare = [START]
    for _ in range(4):
        rare.append(later(rare[-1], 1800.0, commits=40))
    assert activity_of(rare[-1], rare[:-1]).transactions is NoSample.FEW
    activity = activity_of(later(START, 7200.0, commits=500), [START])
    assert activity.transactions == Transactions(0, 500, 7200.0)


def test_the_order_in_which_readings_were_written_does_not_matter() -> None:
    second = later(START, commits=60)
    third = later(second, commits=60)
    now = later(third, commits=60)
    assert activity_of(now, [second, START, third]) == activity_of(now, [third, second, START])
    assert activity_of(now, [second, START, third]).transactions == Transactions(
        0, 120, 120.0, newest=Transactions(0, 60, 60.0)
    )


def test_a_reading_of_the_same_moment_or_later_is_no_earlier_one() -> None:
    now = later(START, commits=500)
    assert activity_of(now, [now, later(now, commits=1)]).transactions is NoSample.FIRST


@pytest.mark.parametrize("earlier", [None, ()])
def test_without_a_memory_there_is_no_rate(earlier: tuple[Counters, ...] | None) -> None:
    activity = activity_of(START, earlier)
    expected = NoSample.ABSENT if earlier is None else NoSample.FIRST
    assert (activity.transactions, activity.queries, activity.deadlocks) == (expected, expected, None)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"epoch": "5/999.9"}, id="another server, or the same one restarted"),
        pytest.param({"commits": 3}, id="fewer commits"),
        pytest.param({"rollbacks": 0}, id="fewer rollbacks"),
        pytest.param({"blocks_hit": 0}, id="fewer blocks"),
    ],
)
def test_what_was_reset_is_no_sample_rather_than_nonsense(broken: dict[str, object]) -> None:
    now = replace(later(START, commits=500, rollbacks=400), **broken)  # type: ignore[arg-type]
    activity = activity_of(now, [START])
    assert (activity.transactions, activity.deadlocks, activity.cache_hit_rate) == (NoSample.RESET, None, None)


def test_nothing_from_before_a_reset_counts_even_if_the_numbers_have_grown_since() -> None:
    high = later(START, commits=10_000)
    after_reset = replace(later(high), commits=START.commits + 10)
    now = later(after_reset, commits=50)
    activity = activity_of(now, [START, high, after_reset])
    assert activity.transactions is NoSample.FEW


@pytest.mark.parametrize("epoch", ["300.5/0", "200.5/1"])
def test_statements_that_were_reset_or_dropped_give_no_average_but_transactions_still_count(epoch: str) -> None:
    grown = later(START, commits=300, calls=100, total_ms=1.0)
    assert grown.statements is not None
    now = replace(grown, statements=replace(grown.statements, epoch=epoch))
    activity = activity_of(now, [START])
    assert (activity.queries, activity.transactions) == (NoSample.RESET, Transactions(0, 300, 60.0))


def test_without_pg_stat_statements_only_the_average_is_missing() -> None:
    bare = replace(START, statements=None)
    activity = activity_of(later(bare, commits=300), [bare])
    assert (activity.queries, activity.transactions) == (NoSample.ABSENT, Transactions(0, 300, 60.0))


def test_deadlocks_and_cache_hits_are_those_since_the_last_reading() -> None:
    middle = later(START, deadlocks=5, blocks_hit=10_000)
    activity = activity_of(later(middle, deadlocks=2, blocks_hit=990, blocks_read=10), [START, middle])
    assert (activity.deadlocks, activity.cache_hit_rate, activity.seconds) == (2, 99.0, 60.0)
    assert activity_of(later(middle, blocks_read=999), [middle]).cache_hit_rate is None


@pytest.mark.parametrize(
    "kept", [None, 7, [], {}, {"at": 1}, START.as_json() | {"commits": -1}, START.as_json() | {"at": "noon"}]
)
def test_kept_counters_of_another_form_are_not_read(kept: object) -> None:
    assert Counters.parse(kept) is None


def test_counters_come_back_as_they_were_kept() -> None:
    bare = replace(START, statements=None)
    assert [Counters.parse(START.as_json()), Counters.parse(bare.as_json())] == [START, bare]
