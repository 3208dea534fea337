"""What outlasted a deploy and ended before anybody looked."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from pawpop_monitoring.analytics.between_looks import outlasted_a_hiccup
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.norm import Usual
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict
from tests.factories import NOW

USUAL = Usual(1, 999, 100_000)


def _looked(ages: Sequence[tuple[int, bool]], failed: int, verdict: Verdict) -> tuple[str | None, list[Counts]]:
    """What is said of outcomes so many seconds ago, where those before them are judged so; and what was left out."""
    asked: list[Counts] = []

    def before(newer: Counts) -> RateJudgement:
        asked.append(newer)
        return RateJudgement(verdict, Counts(failed, failed), USUAL, 0.0)

    failed_at = [NOW - timedelta(seconds=age) for age, has_failed in ages if has_failed]
    over = outlasted_a_hiccup([has_failed for _, has_failed in ages], failed_at, NOW, before)
    return over and over.in_words, asked


@pytest.mark.parametrize(
    ("calm", "first", "verdict", "told"),
    [
        (60, 180, Verdict.BAD, "failed for 2 minutes, and succeed again"),
        (60, 179, Verdict.BAD, None),  # as a deploy may
        (60, 180, Verdict.UNDECIDED, None),
        (60, 479, Verdict.BAD, "failed for 7 minutes, and succeed again"),
        (60, 480, Verdict.BAD, None),  # a look has met it
        (360, 479, Verdict.BAD, None),
    ],
)
def test_both_sides_of_each_limit(calm: int, first: int, verdict: Verdict, told: str | None) -> None:
    ages = [(5, False), (calm, True), (calm + 30, True), (first, True), (first + 30, False)]
    assert _looked(ages, 3, verdict)[0] == told


def test_a_stray_since_hides_nothing_and_a_row_that_goes_on_is_left_to_the_rate() -> None:
    ages = [(5, False), (9, True), (20, False), (60, True), (120, True), (240, True), (300, False)]
    told, asked = _looked(ages, 3, Verdict.BAD)
    assert (told, asked) == ("failed for 3 minutes, and succeed again", [Counts(0, 1), Counts(1, 3)])
    assert _looked(ages[1:2] + ages[3:], 4, Verdict.BAD) == (None, [])


def test_few_moments_known_are_none() -> None:
    assert _looked([(5, False), (60, True), (240, True)], 3, Verdict.BAD)[0] is None
    assert _looked([(5, False)], 3, Verdict.BAD) == (None, [])
