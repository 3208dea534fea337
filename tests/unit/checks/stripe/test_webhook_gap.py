"""The rule `webhook_gap`: only what a shop's own rhythm does not explain."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.readings.stripe import Unknown
from tests.unit.checks.stripe.readings import ALL_RULES, found, judged, make_rhythm

RULE = "stripe:webhook_gap"


@pytest.mark.parametrize(
    ("usual", "quiet", "bad"),
    [
        (0.5, timedelta(hours=9), False),  # the night of a small shop
        (5.9, timedelta(days=7), False),
        (6.0, timedelta(hours=12), False),
        (10.0, timedelta(hours=24), False),
        (12.0, timedelta(hours=24), True),
        (12.0, timedelta(minutes=30), False),  # a busy shop has many half hours to be silent in
        (18.0, timedelta(minutes=30), True),
        (60.0, timedelta(hours=1), True),
        (60.0, timedelta(), False),
    ],
)
def test_rule(usual: float, quiet: timedelta, bad: bool) -> None:
    judgement = judged(rhythm=make_rhythm(usual, quiet))
    assert found(judgement) == (["webhook_gap medium", "warning"] if bad else ["healthy"])
    assert (RULE in judgement.good) is not bad


@pytest.mark.parametrize(
    ("by_week", "seen_before", "usual_before", "quiet", "bad"),
    [
        # An ordinary day of a busy shop.
        ((40, 44, 38, 42), 300.0, 300.0, timedelta(hours=1), True),
        # One week had a sale: the others say what is usual.
        ((4.5, 4.5, 4.5, 45), 100.0, 200.0, timedelta(minutes=45), False),
        # A holiday at a third of the usual traffic, and a real silence on it.
        ((30, 30, 30, 30), 20.0, 60.0, timedelta(minutes=40), False),
        ((200, 200, 200, 200), 100.0, 300.0, timedelta(hours=6), True),
        # A day at a fifth has a fifth of the occasions to be silent by chance.
        ((77, 77, 77, 77), 20.0, 100.0, timedelta(hours=3.5), False),
        ((88, 88, 88, 88), 20.0, 100.0, timedelta(hours=4), True),
        # A sale today is no reason to expect more than usual.
        ((5, 5, 5, 5), 600.0, 100.0, timedelta(hours=1), False),
        # After Christmas, and after a backup was restored: hardly anything today.
        ((60, 60, 60, 60), 2.0, 300.0, timedelta(hours=2), False),
        ((60, 60, 60, 60), 0.0, 300.0, timedelta(hours=2), False),
        # At these hours there is usually nothing, which says nothing of today.
        ((60, 60, 60, 60), 1.0, 0.0, timedelta(hours=2), True),
    ],
)
def test_the_day_is_measured_by_itself(
    by_week: tuple[float, ...], seen_before: float, usual_before: float, quiet: timedelta, bad: bool
) -> None:
    usual = sum(by_week) / len(by_week)
    rhythm = replace(make_rhythm(usual, quiet), by_week=by_week, before=((seen_before, usual_before),))
    assert found(judged(rhythm=rhythm)) == (["webhook_gap medium", "warning"] if bad else ["healthy"])


def test_without_a_history_nothing_is_said() -> None:
    judgement = judged(rhythm=None)
    assert found(judgement) == ["healthy"]
    assert judgement.good == ALL_RULES - {RULE}


def test_what_could_not_be_read_is_unknown() -> None:
    assert found(judged(rhythm=Unknown("The database is read-only."))) == ["unknown"]


def test_the_finding_tells_for_how_long_and_what_was_expected() -> None:
    (finding,) = judged(rhythm=make_rhythm(30.0, timedelta(minutes=90))).findings
    assert (finding.value, finding.unit) == (90, "minutes")
    assert finding.evidence["usualActiveMinutes"] == 30.0
