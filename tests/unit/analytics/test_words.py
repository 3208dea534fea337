"""The reason of a judgement can be read, however large and however strange its numbers are."""

from datetime import timedelta

import pytest

from pawpop_monitoring.analytics.absence import Absence
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.norm import Demand, Usual
from pawpop_monitoring.analytics.rates import judge_rate
from pawpop_monitoring.analytics.words import reason_of, reason_of_silence, usual_in_words

DEMAND = Demand(typical=Counts(1, 500))


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Counts(1, 1), "1 of 1 failed; usual are 1 in 500; by chance once in 500"),
        (Counts(0, 1), "0 of 1 failed; usual are 1 in 500; nothing unusual"),
        (
            Counts(1_000_000, 1_000_000),
            "1,000,000 of 1,000,000 failed; usual are 1 in 500; by chance once in 10^300",
        ),
    ],
)
def test_counts(seen: Counts, words: str) -> None:
    assert reason_of(judge_rate([seen], Counts(0, 0), DEMAND, 1000)) == words


@pytest.mark.parametrize(
    ("failed", "passed", "words"),
    [
        (1, 9, "usual are 10 %"),
        (1, 10, "usual are 1 in 11"),
        (1, 1_999_999, "usual are 1 in 2,000,000"),
        (9996, 4, "usual are 99.96 %"),  # all, which would leave nothing to wonder at
    ],
)
def test_what_is_usual(failed: float, passed: float, words: str) -> None:
    assert usual_in_words(Usual(failed, passed, 1000)) == words


@pytest.mark.parametrize(
    ("quiet", "usual", "words"),
    [
        (timedelta(minutes=90), 30, "no events for 90 minutes; usually they come some 30 times in that time;"),
        (timedelta(minutes=130), 30, "no events for 2.17 hours; usually they come some 30 times in that time;"),
        (timedelta(days=3), 4000, "no events for 3 days; usually they come some 4,000 times in that time;"),
    ],
)
def test_a_silence(quiet: timedelta, usual: float, words: str) -> None:
    assert reason_of_silence(Absence(quiet, usual), "events").startswith(words)
