"""Looks back hang on failures, not on numbers of outcomes."""

from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back

outcomes = st.lists(st.booleans(), max_size=150)


@given(outcomes)
def test_one_more_that_goes_well_makes_each_look_longer_by_one(newest_first: list[bool]) -> None:
    before = [look for look in looks_back(newest_first) if look.total > 1]
    after = looks_back([False, *newest_first])
    assert {Counts(look.failed, look.total + 1) for look in before} <= set(after)


@given(outcomes)
def test_no_other_look_says_more(newest_first: list[bool]) -> None:
    """Whatever the length, some look has no more that went well and no fewer failures."""
    looks = looks_back(newest_first)
    for length in range(1, len(newest_first) + 1):
        failed = sum(newest_first[:length])
        assert not failed or any(
            look.failed >= failed and look.total - look.failed <= length - failed for look in looks
        )


@given(outcomes)
def test_one_more_that_fails_takes_no_end_of_a_calm_out_of_sight(newest_first: list[bool]) -> None:
    before = [look for look in looks_back(newest_first) if look.total > 1]
    after = looks_back([True, *newest_first])
    assert {Counts(look.failed + 1, look.total + 1) for look in before} <= set(after)


def test_each_look_is_in_the_next_one() -> None:
    looks = looks_back([True, False, False, True, True, False], [Counts(1, 3), Counts(4, 20)])
    assert looks == [Counts(1, 1), Counts(1, 3), Counts(3, 5), Counts(3, 6), Counts(4, 20)]
