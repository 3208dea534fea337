"""The way in which these tests wait."""

from itertools import count

import pytest

from tests.e2e.waiting import eventually


def test_it_looks_until_the_answer_will_do() -> None:
    numbers = count()
    assert eventually(lambda: next(numbers), "four", lambda number: number > 3) == 4


def test_in_vain_it_tells_what_was_waited_for_and_what_was_seen_last() -> None:
    with pytest.raises(AssertionError, match="in vain for a mail; seen last: \\['another'\\]"):
        eventually(lambda: ["another"], "a mail", lambda subjects: "this" in subjects, patience=0.05)
