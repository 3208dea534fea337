"""The whole check over fakes: what it reports, what it leaves behind for the next run, how long it waits."""

import json
import time
from typing import Any

import pytest

from pawpop_monitoring.checks.system import SystemCheck, gather
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.system import QueueDepth, Unread
from pawpop_monitoring.domain.service import ServiceStatus
from tests.factories import NOW
from tests.fakes.system_sources import make_sources
from tests.unit.checks.system.readings import (
    ALL_GOOD,
    EXPECTED,
    LONG_AGO,
    PATIENCE,
    make_own_snapshot,
    make_snapshot,
    make_snapshots,
    make_stored,
)


def _observe(stored: Any = make_stored, snapshots: Any = make_snapshots, **queue: Any) -> Observation:
    check = SystemCheck(
        sources=make_sources(stored, snapshots, **queue),
        expected=EXPECTED,
        interval=PATIENCE / 3,
        clock=lambda: NOW,
    )
    return check.observe()


def test_a_good_day() -> None:
    observation = _observe()
    assert (observation.service, observation.status, observation.observed_at) == ("system", "healthy", NOW)
    assert observation.cleared == ALL_GOOD
    assert json.loads(json.dumps(observation.details)) == {
        "problems": [],
        "overall": "healthy",
        "queues": {"recordsWaiting": 0, "alertsDeadLetters": 0, "recordsDeadLetters": 0},
        "uptime24h": {"supabase": 99.9},
        "uptimeCoverage24h": {"supabase": 1.2},
        "deliveryFailures": 0,
        "undelivered": 0,
        "watchedSince": {service: LONG_AGO.isoformat() for service in EXPECTED},
        "databaseReadSince": LONG_AGO.isoformat(),
    }


@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize("heartbeat", [True, False])
def test_a_first_run_is_told_what_is_set_up(accepted: bool, heartbeat: bool) -> None:
    def details(stored: Any) -> Any:
        sources = make_sources(stored, make_snapshots)
        check = SystemCheck(
            sources=sources, expected=EXPECTED, interval=PATIENCE / 3, clock=lambda: NOW, heartbeat=heartbeat
        )
        return check.observe().details["setUp"]

    assert details(lambda: make_stored(mail_accepted=accepted)) == {"heartbeat": heartbeat, "mailAccepted": accepted}
    assert details(lambda: Unread("The database is away.")) == {"heartbeat": heartbeat}


@pytest.mark.parametrize(
    ("stripe", "overall"),
    [
        (make_snapshot("stripe", status=ServiceStatus.DOWN), "critical"),
        (make_snapshot("stripe", status=ServiceStatus.UNKNOWN), "warning"),
        (make_snapshot("stripe", status=ServiceStatus.WARNING), "warning"),
        (make_snapshot("stripe", 16, status=ServiceStatus.HEALTHY), "warning"),
    ],
)
def test_the_overall_status_is_that_of_all_services(stripe: Any, overall: str) -> None:
    snapshots = {**make_snapshots(), "stripe": stripe}
    observation = _observe(lambda: make_stored(latest=snapshots), lambda: snapshots)
    assert observation.details["overall"] == overall


def test_what_one_run_leaves_behind_is_what_the_next_one_finds() -> None:
    first = _observe(lambda: make_stored(latest={}), dict)
    assert first.details["watchedSince"] == dict.fromkeys(EXPECTED, NOW.isoformat())
    own = make_own_snapshot(0, first.details["watchedSince"], first.details["databaseReadSince"])
    again = _observe(snapshots=lambda: make_snapshots(own=own))
    assert again.details["watchedSince"] == first.details["watchedSince"]


def test_a_database_that_went_away_is_watched_anew() -> None:
    without = _observe(lambda: Unread("The database refuses connections."))
    assert "databaseReadSince" not in without.details
    assert without.status == "unknown"
    assert "uptime24h" not in without.details


def test_a_part_that_breaks_is_unknown_and_takes_nothing_along() -> None:
    def broken() -> Any:
        raise RuntimeError("a bug")

    def away() -> Any:
        raise StoreUnavailableError("The snapshots can't be read: EndpointConnectionError.")

    observation = _observe(broken, away, queue=broken)
    assert (observation.status, observation.findings, observation.cleared) == ("unknown", (), frozenset())
    assert "a bug" not in json.dumps(observation.details)
    observation = _observe(broken)
    assert "system:stale_check:stripe" in observation.cleared


def test_a_part_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "_SECONDS", 0.05)

    def hang() -> QueueDepth:
        time.sleep(1)
        return QueueDepth(messages=0)

    started = time.monotonic()
    observation = _observe(queue=hang)
    assert time.monotonic() - started < 0.5
    assert (observation.status, "system:stale_check:stripe" in observation.cleared) == ("unknown", True)
