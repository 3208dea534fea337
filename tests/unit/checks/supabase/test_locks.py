"""Sessions that wait for a lock: for how long, who makes them wait, and what is not over meanwhile."""

import pytest

from pawpop_monitoring.domain.readings.supabase import ConnectionLimit, Connections, Sessions
from pawpop_monitoring.thresholds import SupabaseThresholds
from tests.unit.checks.supabase.readings import found, make_reading, verdict


@pytest.mark.parametrize(
    ("sessions", "is_locked", "is_clear"),
    [
        (Sessions(), False, True),
        (Sessions(blocked=3, longest_blocked_ms=40.0), False, True),
        (Sessions(blocked=1, longest_blocked_ms=1000.1), False, False),
        (Sessions(blocked=20), False, False),
        (Sessions(blocked=20, longest_blocked_ms=5000.0), False, False),
        (Sessions(blocked=20, longest_blocked_ms=5000.1), True, False),
        (Sessions(longest_query_ms=5000.0), False, True),
        (Sessions(longest_query_ms=5000.1), False, False),
    ],
)
def test_who_waits_for_longer_than_a_query_may_take(sessions: Sessions, is_locked: bool, is_clear: bool) -> None:
    judgement = verdict(make_reading(sessions=sessions))

    assert found(judgement) == (["locks high"] if is_locked else [])
    assert judgement.status == ("warning" if is_locked else "healthy")
    assert ("supabase:locks" in judgement.good) is not is_locked
    assert ("supabase:query_time" in judgement.good) is is_clear


@pytest.mark.parametrize(("blocked", "message"), [(1, "A session waits for a lock"), (2, "Sessions wait for a lock")])
def test_one_that_waits_is_not_several(blocked: int, message: str) -> None:
    judgement = verdict(make_reading(sessions=Sessions(blocked=blocked, longest_blocked_ms=9000.0)))
    assert judgement.findings[0].message == message


def test_the_limit_is_that_of_a_query() -> None:
    lenient = SupabaseThresholds.load({"MONITORING_SUPABASE_QUERY_TIME_THRESHOLD": "20000"})
    waiting = make_reading(sessions=Sessions(blocked=1, longest_blocked_ms=9000.0, blockers=({"pid": 7},)))

    assert found(verdict(waiting, thresholds=lenient)) == []
    details = verdict(waiting).findings[0].details
    assert (details["value"], details["threshold"], details["blockedBy"]) == (9000.0, 5000.0, [{"pid": 7}])


def test_who_can_not_see_sessions_knows_nothing_of_locks() -> None:
    assert "supabase:locks" not in verdict(make_reading(connections=None, sessions=None)).good


@pytest.mark.parametrize(
    ("limits", "expected", "utilisation"),
    [
        ((), [], 20.0),
        ((ConnectionLimit("the role web", 1, 10),), [], 20.0),
        ((ConnectionLimit("the database", 6, 6), ConnectionLimit("the role web", 1, 10)), ["connections high"], 100.0),
        ((ConnectionLimit("the role web", 17, 20),), ["connections medium"], 85.0),
        ((ConnectionLimit("the database", 1, 0),), ["connections high"], 100.0),
    ],
)
def test_the_limit_that_is_reached_first_counts(
    limits: tuple[ConnectionLimit, ...], expected: list[str], utilisation: float
) -> None:
    connections = Connections(20, 20, 100, 103, limits=limits)
    judgement = verdict(make_reading(connections=connections))

    assert (found(judgement), connections.utilisation) == (expected, utilisation)
    if expected:
        assert judgement.findings[0].details["limitOf"] == limits[0].of
