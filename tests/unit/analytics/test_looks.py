"""Looks back hang on failures, not on numbers of outcomes."""

from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import FAILURES, looks_back

outcomes = st.lists(st.booleans(), max_size=150)


@given(outcomes)
def test_one_more_that_goes_well_makes_each_look_longer_by_one(newest_first: list[bool]) -> None:
    before = [look for look in looks_back(newest_first) if look != Counts(0, 1)]
    after = looks_back([False, *newest_first])
    assert {Counts(look.failed, look.total + 1) for look in before} <= set(after)


@given(outcomes)
def test_no_other_look_has_the_same_failures_among_fewer(newest_first: list[bool]) -> None:
    looks = looks_back(newest_first)
    for length in range(1, len(newest_first) + 1):
        failed = sum(newest_first[:length])
        if failed in FAILURES:
            assert any(look.failed == failed and look.total <= length for look in looks)


def test_each_look_is_in_the_next_one() -> None:
    looks = looks_back([True, False, False, True, True, False], [Counts(1, 3), Counts(4, 20)])
    assert looks == [Counts(1, 1), Counts(1, 3), Counts(2, 4), Counts(3, 5), Counts(3, 6), Counts(4, 20)]
