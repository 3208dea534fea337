"""What can't be seen is neither healthy nor empty, and a bad moment is no missing right."""

from dataclasses import replace

import pytest

from pawpop_monitoring.checks.supabase.activity import NoSample, activity_of
from pawpop_monitoring.domain.readings.supabase_counters import Counters
from tests.unit.checks.supabase.readings import (
    found,
    later,
    make_activity,
    make_counters,
    make_reading,
    make_statements,
    verdict,
)


def test_what_a_missing_right_hides_is_told_and_not_healthy() -> None:
    judgement = verdict(make_reading(blind=("row security hides the monitoring tables",)))

    assert (found(judgement), judgement.status) == (["blind low"], "unknown")
    assert judgement.findings[0].details["missing"] == "row security hides the monitoring tables"
    assert {"supabase:blind", "supabase:query_time"} & judgement.good == set()
    assert "supabase:connections" in judgement.good


def readings(*epochs: str) -> list[Counters]:
    """Readings a minute apart, oldest first, each with statistics of that epoch."""
    made = [make_counters()]
    for epoch in epochs:
        made.append(replace(later(made[-1], commits=200, calls=0), statements=make_statements(epoch=epoch)))
    return made


@pytest.mark.parametrize(
    ("epochs", "expected"),
    [
        (["200.5/1"], []),
        (["200.5/1", "200.5/2"], []),
        (["200.5/1", "200.5/2", "200.5/3"], ["blind low"]),
        (["200.5/1", "200.5/1", "200.5/2", "200.5/3"], []),
        (["300.5/0", "400.5/0", "500.5/0"], []),
    ],
)
def test_a_view_that_drops_statements_at_each_check_is_blind(epochs: list[str], expected: list[str]) -> None:
    *earlier, now = readings(*epochs)
    activity = activity_of(now, earlier)
    judgement = verdict(make_reading(), activity)

    assert activity.queries is NoSample.RESET
    assert found(judgement) == expected
    assert "supabase:query_time" not in judgement.good


@pytest.mark.parametrize(("times", "expected"), [(1, []), (2, []), (3, ["blind low"])])
def test_statistics_that_time_out_are_unknown_and_blind_once_that_lasts(times: int, expected: list[str]) -> None:
    *earlier, now = [
        make_counters(at=3600.0),
        *(make_counters(at=3660.0 + 60 * n, statements=None) for n in range(times)),
    ]
    judgement = verdict(make_reading(statements_unread=True), activity_of(now, earlier))

    assert (found(judgement), judgement.status) == (expected, "unknown")
    assert "supabase:query_time" not in judgement.good


def test_an_extension_that_is_not_there_is_a_note_and_no_blindness() -> None:
    judgement = verdict(make_reading(notes=("create it",)), make_activity(queries=NoSample.ABSENT, unread=60))

    assert (found(judgement), judgement.status) == ([], "healthy")
