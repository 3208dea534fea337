"""Connections and query time: below, at and above the threshold, no sample, nonsense, recovery."""

import pytest

from pawpop_monitoring.checks.supabase.activity import NoSample, Queries
from pawpop_monitoring.domain.readings.supabase import Connections, Sessions
from pawpop_monitoring.thresholds import SupabaseThresholds
from tests.unit.checks.supabase.readings import (
    found,
    make_activity,
    make_connections,
    make_reading,
    verdict,
)


@pytest.mark.parametrize(
    ("connections", "expected", "status"),
    [
        (make_connections(0), [], "healthy"),
        (make_connections(80), [], "healthy"),
        (make_connections(81), ["connections medium"], "warning"),
        (make_connections(90), ["connections medium"], "warning"),
        (make_connections(91), ["connections high"], "critical"),
        (make_connections(130), ["connections high"], "critical"),
        (None, ["blind low"], "unknown"),
        (make_connections(5, usable=0), ["blind low"], "unknown"),
        (make_connections(5, usable=-3), ["blind low"], "unknown"),
    ],
)
def test_connections(connections: Connections | None, expected: list[str], status: str) -> None:
    judgement = verdict(make_reading(connections=connections))
    assert (found(judgement), judgement.status) == (expected, status)
    assert ("supabase:connections" in judgement.good) is (not expected)
    assert ("supabase:blind" in judgement.good) is (expected != ["blind low"])


def test_the_finding_tells_who_holds_the_connections() -> None:
    connections = Connections(85, 80, 100, 103, {"idle": 80, "active": 5}, {"web": 85})
    details = verdict(make_reading(connections=connections)).findings[0].details
    assert (details["value"], details["threshold"], details["unit"]) == (85.0, 80.0, "%")
    assert (details["idleConnections"], details["byApplication"]) == (80, {"web": 85})


def test_who_is_blind_is_told_what_anybody_may_count_and_never_a_small_number_of_connections() -> None:
    details = verdict(make_reading(connections=None, sessions=None, backends=55)).findings[0].details
    assert details == {"missing": "membership in pg_read_all_stats", "serverProcesses": 55}


@pytest.mark.parametrize(
    ("backends", "usable", "expected"),
    [
        (80, 100, ["blind low"]),
        (90, 100, ["blind low"]),  # a few of them are none of clients
        (91, 100, ["blind low", "connections high"]),
        (97, None, ["blind low"]),
        (None, 100, ["blind low"]),
    ],
)
def test_who_is_blind_counts_server_processes(backends: int | None, usable: int | None, expected: list[str]) -> None:
    judgement = verdict(make_reading(connections=None, sessions=None, backends=backends, usable=usable))
    assert found(judgement) == expected
    assert "supabase:connections" not in judgement.good
    assert ("supabase:connections" in judgement.unclear) is (backends == 80)


def test_a_threshold_from_the_environment_counts() -> None:
    strict = SupabaseThresholds.load({"MONITORING_SUPABASE_CONNECTION_THRESHOLD": "50"})
    assert found(verdict(make_reading(connections=make_connections(51)), thresholds=strict)) == ["connections medium"]
    assert found(verdict(make_reading(connections=make_connections(50)), thresholds=strict)) == []
    lenient = SupabaseThresholds.load({"MONITORING_SUPABASE_CONNECTION_THRESHOLD": "95"})
    assert found(verdict(make_reading(connections=make_connections(92)), thresholds=lenient)) == []
    assert found(verdict(make_reading(connections=make_connections(96)), thresholds=lenient)) == ["connections high"]


def _average(milliseconds: float) -> Queries:
    return Queries(milliseconds, 10, 60.0)


@pytest.mark.parametrize(
    ("probe_ms", "queries", "is_slow", "is_clear"),
    [
        (12.0, _average(4999.9), False, True),
        (12.0, _average(5000.0), False, True),
        (12.0, _average(5000.1), True, False),
        (5000.0, _average(1.0), False, True),
        (5000.1, _average(1.0), True, False),
        (5000.1, NoSample.RESET, True, False),
        (12.0, NoSample.ABSENT, False, True),
        (12.0, NoSample.FEW, False, True),
        (12.0, NoSample.FIRST, False, False),
        (12.0, NoSample.RESET, False, False),
    ],
)
def test_query_time(probe_ms: float, queries: Queries | NoSample, is_slow: bool, is_clear: bool) -> None:
    judgement = verdict(make_reading(probe_ms=probe_ms), make_activity(queries=queries))
    assert found(judgement) == (["query_time medium"] if is_slow else [])
    assert judgement.status == ("warning" if is_slow else "healthy")
    assert ("supabase:query_time" in judgement.good) is is_clear


def test_a_slow_statement_that_was_counted_before_is_neither_slow_nor_over() -> None:
    once = Queries(18_000.0, 5, 600.0, newest=Queries(0.0, 0, 60.0))
    judgement = verdict(make_reading(), make_activity(queries=once))
    assert (found(judgement), "supabase:query_time" in judgement.good) == ([], False)
    again = Queries(18_000.0, 5, 600.0, newest=Queries(90_000.0, 1, 60.0))
    assert found(verdict(make_reading(), make_activity(queries=again))) == ["query_time medium"]
    assert found(verdict(make_reading(probe_ms=5000.1), make_activity(queries=once))) == ["query_time medium"]


def test_slow_queries_come_with_the_evidence_for_both_readings() -> None:
    reading = make_reading(sessions=Sessions(longest_query_ms=61_000.0, blocked=4))
    details = verdict(reading, make_activity(queries=_average(7200.0))).findings[0].details
    assert (details["value"], details["threshold"], details["unit"]) == (7200.0, 5000.0, "ms")
    assert (details["probeMs"], details["calls"], details["longestQueryMs"], details["blockedSessions"]) == (
        12.0,
        10,
        61_000.0,
        4,
    )
