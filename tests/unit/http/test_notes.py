"""PATCH /alerts with a note: kept with who wrote it, also while the database is away."""

from datetime import timedelta

import pytest

from functions.update_alert.app import run
from pawpop_monitoring.bootstrap.api_services import AlertWriter
from pawpop_monitoring.contracts.alert_requests import UpdateAlertRequest
from pawpop_monitoring.contracts.records import NoteRecord
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import ConflictError, InvalidRequestError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding
from tests.unit.alerting.world import World


@pytest.fixture
def world() -> World:
    world = World()
    world.check(make_finding(rule="unreachable", severity=Severity.CRITICAL))
    return world


def patch(world: World, **fields: str) -> AlertStatus:
    writer = AlertWriter(commands=world.commands, known_services=(), clock=lambda: world.now + timedelta(minutes=1))
    given = {"alertId": world.queue.messages[0].alert.id, "action": "note"} | fields
    return run(writer, UpdateAlertRequest.model_validate(given), "Ann").alert.status


def test_a_note_says_who_wrote_it_and_changes_nothing_else(world: World) -> None:
    assert patch(world, note="  Asked the host\nfor help ") is AlertStatus.OPEN
    assert [(note.by, note.text) for note in world.store.noted.values()] == [("Ann", "Asked the host\nfor help")]
    assert len(world.queue.messages) == 1


def test_open_pages_hear_of_it_even_if_it_takes_a_little_longer(world: World) -> None:
    patch(world, note="Asked the host for help")
    assert world.standby.announced == 1
    world.standby.unavailable = True
    patch(world, note="Asked once more")
    assert len(world.store.noted) == 2


def test_any_action_may_bring_its_reason(world: World) -> None:
    assert patch(world, action="acknowledge", note="I look", by="Bob") is AlertStatus.ACKNOWLEDGED
    assert patch(world, action="resolve", note="It was the cable") is AlertStatus.RESOLVED
    assert patch(world, note="Afterwards: a new cable is there") is AlertStatus.RESOLVED
    assert [(note.by, note.text[:6]) for note in world.store.noted.values()] == [
        ("Bob", "I look"),
        ("Ann", "It was"),
        ("Ann", "Afterw"),
    ]


def test_what_the_state_forbids_leaves_no_note(world: World) -> None:
    with pytest.raises(ConflictError):
        patch(world, action="reopen", note="why not")
    assert not world.store.noted


def test_nothing_to_note_is_refused_and_so_is_an_unknown_alert(world: World) -> None:
    with pytest.raises(InvalidRequestError, match="Missing required fields: note"):
        patch(world)
    with pytest.raises(NotFoundError):
        patch(world, alertId="alert_unknown", note="hello")
    assert not world.store.noted


def test_without_the_database_it_is_kept_beside_it_and_on_its_way_there(world: World) -> None:
    alert_id = world.queue.messages[0].alert.id
    world.store.unavailable = True
    patch(world, note="The database does not answer")
    (kept,) = world.standby.notes(alert_id)
    (sent,) = [record for record in world.records.records if isinstance(record, NoteRecord)]
    assert (kept.id, kept.text, kept.by) == (sent.id, sent.text, sent.by)
    world.standby.unavailable = True
    with pytest.raises(StoreUnavailableError):
        patch(world, note="Nowhere to keep this")


def test_a_long_note_is_cut_rather_than_refused(world: World) -> None:
    patch(world, note="ä" * 5000)
    assert [len(note.text) for note in world.store.noted.values()] == [2000]
