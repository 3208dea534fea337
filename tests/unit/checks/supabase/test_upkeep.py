"""What grows slowly: one table per rule."""

import pytest

from pawpop_monitoring.domain.readings.supabase import ReplicationSlot, Sessions, Unreachable, Upkeep
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading, ServiceState
from pawpop_monitoring.thresholds import SupabaseThresholds
from tests.unit.checks.supabase.readings import found, make_reading, report, verdict

GIB = 1024**3
MINUTE_MS = 60_000.0


@pytest.mark.parametrize(("age", "is_bad"), [(0, False), (1_000_000_000, False), (1_000_000_001, True)])
def test_wraparound(age: int, is_bad: bool) -> None:
    judgement = verdict(make_reading(upkeep=Upkeep(size_bytes=1, wraparound_age=age)))
    assert found(judgement) == (["wraparound high"] if is_bad else [])
    assert ("supabase:wraparound" in judgement.good) is not is_bad


def _slot(name: str, lag: int | None, *, lost: bool = False) -> ReplicationSlot:
    return ReplicationSlot(name=name, active=not lost, lost=lost, lag_bytes=lag)


@pytest.mark.parametrize(
    ("slots", "value", "troubled"),
    [
        ((), None, []),
        ((_slot("a", None),), None, []),
        ((_slot("a", 5 * GIB), _slot("b", 0)), None, []),
        ((_slot("a", 5 * GIB + 1), _slot("b", 0)), 5.0 * GIB + 1, ["a"]),
        ((_slot("a", 6 * GIB), _slot("b", None, lost=True)), None, ["a", "b"]),
    ],
)
def test_replication_slots(slots: tuple[ReplicationSlot, ...], value: float | None, troubled: list[str]) -> None:
    judgement = verdict(make_reading(upkeep=Upkeep(size_bytes=1, wraparound_age=1, slots=slots)))
    assert found(judgement) == (["replication_slot medium"] if troubled else [])
    assert [finding.value for finding in judgement.findings] == ([value] if troubled else [])
    assert [finding.details["slots"] for finding in judgement.findings] == ([troubled] if troubled else [])
    assert ("supabase:replication_slot" in judgement.good) is (not troubled)


@pytest.mark.parametrize(
    ("oldest_ms", "is_bad"), [(None, False), (15 * MINUTE_MS, False), (15 * MINUTE_MS + 0.1, True)]
)
def test_idle_in_transaction(oldest_ms: float | None, is_bad: bool) -> None:
    sessions = Sessions(idle_in_transaction=2, oldest_idle_in_transaction_ms=oldest_ms)
    judgement = verdict(make_reading(sessions=sessions))
    assert found(judgement) == (["idle_in_transaction medium"] if is_bad else [])
    assert ("supabase:idle_in_transaction" in judgement.good) is not is_bad


def test_how_long_a_transaction_may_sit_idle_comes_from_the_environment() -> None:
    strict = SupabaseThresholds.load({"MONITORING_SUPABASE_IDLE_IN_TRANSACTION_THRESHOLD": "200"})
    sessions = Sessions(idle_in_transaction=1, oldest_idle_in_transaction_ms=200.1)
    (finding,) = verdict(make_reading(sessions=sessions), thresholds=strict).findings
    assert (finding.rule, finding.value, finding.threshold) == ("idle_in_transaction", 200.1, 200)


def test_who_sees_no_sessions_judges_none() -> None:
    judgement = verdict(make_reading(sessions=None, connections=None))
    assert "supabase:idle_in_transaction" not in judgement.good


@pytest.mark.parametrize(("used", "expected"), [(None, []), (90.0, []), (90.1, ["disk_usage high"])])
def test_disk_usage(used: float | None, expected: list[str]) -> None:
    metrics = {} if used is None else {"diskUsedPercent": used}
    judgement = verdict(project=ProjectReading(metrics=metrics))
    assert found(judgement) == expected
    assert ("supabase:disk_usage" in judgement.good) is (used == 90.0)


@pytest.mark.parametrize(
    ("used", "message"),
    [
        (99.99, "The database's disk is almost full"),
        (99.996, "The database's disk is full"),
        (100.0, "The database's disk is full"),
    ],
)
def test_a_disk_that_reads_as_full_is_said_to_be(used: float, message: str) -> None:
    (finding,) = verdict(project=ProjectReading(metrics={"diskUsedPercent": used})).findings
    assert finding.message == message


def test_read_only_is_down_although_everything_answers() -> None:
    judgement = verdict(make_reading(read_only=True))
    assert (found(judgement), judgement.status) == (["unreachable critical"], "down")
    assert judgement.findings[0].message == "The database is read-only, so it takes no orders"
    assert "supabase:unreachable" not in judgement.good


def test_unreachable_is_one_finding_that_clears_nothing_and_tells_how_the_rest_is() -> None:
    project = ProjectReading(direct=(report("auth", ServiceState.UNHEALTHY), report("storage")))
    judgement = verdict(Unreachable("The database has no free connection slot."), project=project)
    assert (found(judgement), judgement.status, judgement.good) == (["unreachable critical"], "down", set())
    assert judgement.findings[0].message == "Database unreachable: the database has no free connection slot"
    assert judgement.findings[0].details["attempts"] == 3
    assert judgement.findings[0].details["services"] == {"auth": "unhealthy", "storage": "healthy"}


def test_a_healthy_reading_clears_every_rule_that_it_can_answer() -> None:
    rules = {"unreachable", "connections", "query_time", "error_rate", "blind", "locks"}
    rules |= {"wraparound", "replication_slot", "idle_in_transaction"}
    assert verdict().good == {f"supabase:{rule}" for rule in rules}
