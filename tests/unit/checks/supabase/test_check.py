"""The check as a whole, over fakes of its ports."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event

import pytest

from pawpop_monitoring.checks.supabase import SupabaseCheck, Upstreams
from pawpop_monitoring.checks.supabase import gather as gathering
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.domain.readings.supabase_counters import Counters
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading
from tests.factories import NOW
from tests.unit.checks.supabase.readings import DEFAULTS, later, make_counters, make_reading, report

REFUSED = Unreachable("The database refuses connections.", waited_ms=50.0)


@dataclass
class FakeProbe:
    """Answers one reading after the other, the last one for good."""

    readings: Sequence[SupabaseReading | Unreachable]
    asked: int = 0

    def read(self) -> SupabaseReading | Unreachable:
        """The next one."""
        self.asked += 1
        return self.readings[min(self.asked, len(self.readings)) - 1]


@dataclass
class FakeProject:
    """Answers `reading`, or raises, once `gate` is open."""

    reading: ProjectReading | Exception
    gate: Event = field(default_factory=Event)

    def read(self) -> ProjectReading:
        """Its reading."""
        self.gate.wait(5)
        if isinstance(self.reading, Exception):
            raise self.reading
        return self.reading


def _observe(*readings: SupabaseReading | Unreachable, project: FakeProject | None = None) -> Observation:
    upstreams = Upstreams(database=FakeProbe(readings), pause=lambda _: None, project=project)
    return SupabaseCheck(upstreams, DEFAULTS, clock=lambda: NOW).observe()


def _open(reading: ProjectReading | Exception) -> FakeProject:
    project = FakeProject(reading)
    project.gate.set()
    return project


def test_a_healthy_database() -> None:
    observation = _observe(make_reading())
    assert (observation.service, observation.status, observation.response_time) == ("supabase", "healthy", 12.0)
    details = observation.details
    assert (details["connectionUtilization"], details["usedConnections"], details["problems"]) == (10.0, 10, [])
    assert {"readOnly", "longestQueryMs", "idleConnections", "usableConnections", "maxConnections"} <= details.keys()


def test_down_is_what_fails_three_times_and_the_pauses_are_short() -> None:
    probe, pauses = FakeProbe([REFUSED]), list[float]()
    observation = SupabaseCheck(Upstreams(probe, pauses.append), DEFAULTS, clock=lambda: NOW).observe()
    assert (observation.status, observation.response_time, observation.error_rate) == ("down", None, None)
    assert (probe.asked, pauses) == (3, [0.3, 0.3])
    assert observation.details["reason"] == "The database refuses connections."
    assert observation.cleared == frozenset()


def test_one_good_attempt_is_enough_but_the_wait_for_it_counts() -> None:
    observation = _observe(REFUSED, REFUSED, make_reading(probe_ms=12.0))
    assert (observation.status, observation.response_time) == ("healthy", 712.0)


def test_the_counters_are_kept_so_that_the_next_check_finds_them() -> None:
    before = make_counters(commits=1000)
    now = later(before, commits=150, rollbacks=50)
    kept = json.loads(json.dumps(_observe(make_reading(counters=before)).details["counters"]))
    earlier = Counters.parse(kept)
    assert earlier == before
    observation = _observe(make_reading(counters=now, earlier=(earlier,)))
    assert observation.error_rate == 25.0
    assert [finding.rule for finding in observation.findings] == ["error_rate"]
    assert (observation.details["transactions"], observation.details["rolledBack"]) == (200, 50)


def test_a_blind_look_shows_no_number_of_sessions() -> None:
    details = _observe(make_reading(connections=None, sessions=None)).details
    assert not {"usedConnections", "idleInTransaction", "blockedSessions"} & details.keys()
    assert details["longestQueryMs"] is None


def test_all_details_are_json_with_names_in_camel_case() -> None:
    project = ProjectReading(direct=(report("auth"),), metrics={"load1": 0.5}, notes=("A note.",))
    details = _observe(make_reading(notes=("Another.",)), project=_open(project)).details
    assert json.loads(json.dumps(details)) == details
    assert not [key for key in details if "_" in key or key[0].isupper()]
    assert details["services"] == {"auth": {"status": "healthy"}}
    assert (details["serverMetrics"], details["notes"]) == ({"load1": 0.5}, ["Another.", "A note."])


def test_a_project_that_can_not_be_asked_costs_only_its_own_part() -> None:
    observation = _observe(make_reading(), project=_open(ValueError("boom")))
    assert observation.status == "healthy"
    assert "boom" not in str(observation.details)
    assert "its log says why" in observation.details["notes"][0]


def test_a_project_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_PROJECT_SECONDS", 0.01)
    project = FakeProject(ProjectReading())
    observation = _observe(make_reading(), project=project)
    project.gate.set()
    assert observation.details["notes"] == ["The project's services did not answer in time."]


def test_what_is_unknown_has_its_reason_and_what_is_said_beside_it_is_shown() -> None:
    """Both were judged and never shown: the service was unknown, and nobody could see why."""
    waiting = ProjectReading(metrics={"poolerWaitingClients": 2.0})
    observation = _observe(make_reading(statements_unread=True), project=_open(waiting))
    assert observation.status == "unknown"
    assert observation.details["unknown"] == [
        "The average query time is unknown: pg_stat_statements could not be read this time."
    ]
    assert "Clients that wait for a connection of the pooler: 2." in observation.details["notes"]
