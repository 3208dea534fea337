"""`stale_check` and `records_waiting`: late, in time, never heard of, just deployed, nonsense, recovery."""

from datetime import timedelta

import pytest

from pawpop_monitoring.domain.readings.system import QueueDepth, Unread
from tests.unit.checks.system.readings import (
    ALL_GOOD,
    LONG_AGO,
    PATIENCE,
    ago,
    found,
    judged,
    make_own_snapshot,
    make_snapshot,
    make_snapshots,
    make_stored,
)

GONE = Unread("The database refuses connections.")
STALE = "stale_check:stripe high"


def test_a_good_day() -> None:
    judgement = judged()
    assert (found(judgement), judgement.good, judgement.status) == ([], ALL_GOOD, "healthy")


@pytest.mark.parametrize(
    ("minutes_ago", "expected"), [(0.0, []), (14.9, []), (15.0, []), (15.1, [STALE]), (600.0, [STALE]), (None, [STALE])]
)
def test_a_check_is_late_after_three_intervals(minutes_ago: float | None, expected: list[str]) -> None:
    snapshots = make_snapshots(stripe=minutes_ago)
    judgement = judged(snapshots=snapshots, stored=make_stored(latest=snapshots))
    assert (found(judgement), judgement.status) == (expected, "warning" if expected else "healthy")
    assert ("system:stale_check:stripe" in judgement.good) is not bool(expected)
    assert "system:stale_check:supabase" in judgement.good


def test_the_finding_says_for_how_long() -> None:
    snapshots = make_snapshots(stripe=40)
    details = judged(snapshots=snapshots, stored=make_stored(latest=snapshots)).findings[0].details
    assert details == {
        "value": 40.0,
        "threshold": 15.0,
        "unit": "minutes",
        "service": "stripe",
        "lastCheck": ago(40).isoformat(),
    }


@pytest.mark.parametrize(
    ("snapshots", "rows"),
    [
        (make_snapshots(), make_snapshots(stripe=60)),
        (make_snapshots(stripe=60), make_snapshots()),
        (make_snapshots(), {}),
    ],
)
def test_either_sign_of_life_will_do(snapshots: object, rows: object) -> None:
    judgement = judged(snapshots=snapshots, stored=make_stored(latest=rows))
    assert "system:stale_check:stripe" in judgement.good


def test_without_the_database_the_snapshots_speak() -> None:
    judgement = judged(stored=GONE, snapshots=make_snapshots(fal_ai=30))
    assert (found(judgement), judgement.status) == (["stale_check:fal-ai high"], "warning")
    judgement = judged(stored=GONE)
    assert (found(judgement), judgement.status) == ([], "unknown")
    assert judgement.good == ALL_GOOD - {"system:delivery_failing", "system:records_waiting"}


def test_without_either_nothing_is_known_of_the_checks() -> None:
    judgement = judged(stored=GONE, snapshots=Unread("The snapshots can't be read."))
    assert (found(judgement), judgement.status) == ([], "unknown")
    assert judgement.good == {"system:dead_letters:alerts", "system:dead_letters:records"}


@pytest.mark.parametrize(
    "own",
    [
        make_own_snapshot(minutes_ago=16),  # the monitor itself was away
        make_own_snapshot(watched={"supabase": LONG_AGO.isoformat()}),  # the check was just added
        make_own_snapshot(watched={"stripe": ago(15).isoformat()}),
        make_own_snapshot(watched={"stripe": "yesterday"}),
        make_own_snapshot(watched={"stripe": "2026-11-22T12:00:00"}),
        make_own_snapshot(watched={"stripe": 7}),
        make_snapshot("system", 5, details={"watchedSince": "nonsense"}),
        make_snapshot("system", None),
    ],
)
def test_what_is_watched_since_a_moment_ago_is_not_late_yet_nor_good(own: object) -> None:
    snapshots = make_snapshots(own=own, stripe=600)  # type: ignore[arg-type]
    judgement = judged(snapshots=snapshots, stored=make_stored(latest=snapshots))
    assert found(judgement) == []
    assert "system:stale_check:stripe" not in judgement.good
    assert any("Stripe" in note for note in judgement.notes)


def test_a_monitor_that_was_just_deployed_is_quiet() -> None:
    judgement = judged(snapshots={}, stored=make_stored(latest={}))
    assert (found(judgement), judgement.status) == ([], "healthy")
    assert len(judgement.notes) == 3


@pytest.mark.parametrize(
    ("written", "expected"),
    [(5, []), (20, []), (20.1, ["records_waiting medium"]), (600, ["records_waiting medium"])],
)
def test_rows_may_lag_behind_the_checks_by_three_intervals(written: float, expected: list[str]) -> None:
    rows = {service: make_snapshot(service, written) for service in ("supabase", "stripe")}
    judgement = judged(stored=make_stored(latest=rows))
    assert (found(judgement), "system:records_waiting" in judgement.good) == (expected, not expected)


def test_rows_that_were_never_written_lag_since_the_watch_began() -> None:
    judgement = judged(stored=make_stored(latest={}))
    assert found(judgement) == ["records_waiting medium"]
    assert judgement.findings[0].details["messagesWaiting"] == 3
    assert judged(stored=make_stored(latest={}), records=GONE).findings[0].details["messagesWaiting"] is None


@pytest.mark.parametrize(("back_for", "expected"), [(1, []), (10, []), (10.1, ["records_waiting medium"])])
def test_a_database_that_came_back_is_given_time_to_catch_up(back_for: float, expected: list[str]) -> None:
    own = make_own_snapshot(database_read_since=ago(back_for).isoformat())
    rows = {service: make_snapshot(service, 90) for service in ("supabase", "stripe")}
    assert found(judged(snapshots=make_snapshots(own=own), stored=make_stored(latest=rows))) == expected


def test_a_lag_is_unknown_without_the_snapshots() -> None:
    judgement = judged(snapshots=Unread("The snapshots can't be read."))
    assert "system:records_waiting" not in judgement.good
    assert found(judgement) == []


def test_more_rows_than_checks_is_no_lag() -> None:
    judgement = judged(snapshots={}, records=QueueDepth(messages=0))
    assert "system:records_waiting" in judgement.good


@pytest.mark.parametrize("seconds", [0.5, 2.9, 4])
def test_what_is_late_never_reads_as_in_time(seconds: float) -> None:
    late = PATIENCE + timedelta(seconds=seconds)
    silent = make_snapshots(fal_ai=late / timedelta(minutes=1))
    written = {"supabase": make_snapshot("supabase", 5 + late / timedelta(minutes=1))}
    (stale,) = judged(snapshots=silent, stored=make_stored(latest=silent)).findings
    (waiting,) = judged(stored=make_stored(latest=written)).findings
    for finding in (stale, waiting):
        assert finding.value is not None
        assert finding.threshold is not None
        assert finding.value > finding.threshold


def test_services_are_called_as_people_call_them() -> None:
    silent = make_snapshots(fal_ai=60)
    judgement = judged(snapshots=silent, stored=make_stored(latest=silent))
    assert [finding.message for finding in judgement.findings] == ["The check of fal.ai does not run"]
