"""What people do while the alert store is away: told at once, in the table once it is back, and told once."""

from datetime import timedelta

import pytest

from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import ConflictError, StoreUnavailableError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from tests.factories import make_finding, make_observation
from tests.fakes.publishers import QueueDownError
from tests.unit.alerting.world import World

DOWN = make_finding(rule="unreachable", severity=Severity.CRITICAL, message="Database unreachable")
UP = (DOWN.fingerprint,)
TWICE = ["opened unreachable", "resolved unreachable"] * 2


@pytest.fixture
def world() -> World:
    """Its database is down, and an alert says so."""
    world = World()
    world.store.unavailable = True
    world.check(DOWN)
    return world


def _open(world: World) -> Alert:
    (alert,) = world.standby.open_alerts()
    return alert


def _is_back(world: World) -> None:
    world.store.unavailable = False
    world.run_escalator()


def test_the_end_is_told_at_once_and_reaches_the_table_once(world: World) -> None:
    alert = _open(world)
    closed = world.commands.resolve(alert.id, "admin", world.now)
    assert closed.status is AlertStatus.RESOLVED
    assert world.told == ["opened unreachable", "resolved unreachable"]
    _is_back(world)
    _is_back(world)
    stored = world.store.alerts[alert.id]
    assert (stored.status, stored.resolved_by, stored.resolved_at) == (
        AlertStatus.RESOLVED,
        "admin",
        closed.resolved_at,
    )
    assert world.told == ["opened unreachable", "resolved unreachable"]
    assert (world.standby.alerts, world.standby.held_ends) == ({}, {})


def test_the_end_of_what_was_open_before_the_outage() -> None:
    world = World()
    world.check(DOWN)
    world.store.unavailable = True
    world.commands.resolve(_open(world).id, "admin", world.now)
    assert world.told == ["opened unreachable", "resolved unreachable"]
    _is_back(world)
    assert [alert.resolved_by for alert in world.store.alerts.values()] == ["admin"]
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_the_end_reaches_the_table_with_the_row_that_the_recorder_wrote_first(world: World) -> None:
    alert = _open(world)
    world.commands.resolve(alert.id, "admin", world.now)
    world.store.alerts[alert.id] = alert
    _is_back(world)
    assert world.store.alerts[alert.id].resolved_by == "admin"


def test_trouble_that_goes_on_is_a_next_alert(world: World) -> None:
    first = _open(world)
    world.commands.resolve(first.id, "admin", world.now)
    world.check(DOWN)
    assert _open(world).id != first.id
    _is_back(world)
    world.check(good=UP)
    assert world.told == TWICE
    assert all(alert.resolved for alert in world.store.alerts.values())


def test_what_nobody_was_told_of_ends_untold(world: World) -> None:
    failures = make_finding(service="stripe", rule="consecutive_failures", message="Webhooks fail")
    world.check(failures, service="stripe")
    (follower,) = world.standby.open_alerts("stripe")
    world.commands.resolve(follower.id, "admin", world.now)
    _is_back(world)
    assert world.told == ["opened unreachable"]
    assert world.store.alerts[follower.id].resolved


def test_it_can_be_opened_again(world: World) -> None:
    alert = _open(world)
    world.commands.resolve(alert.id, "admin", world.now)
    reopened = world.commands.reopen(alert.id, "Ann", world.now)
    assert reopened.status is AlertStatus.OPEN
    assert world.queue.messages[-1].by == "Ann"
    _is_back(world)
    assert world.store.alerts[alert.id].status is AlertStatus.OPEN
    world.check(good=UP)
    assert world.told == TWICE
    assert world.standby.held_ends == {}


def test_moves_that_the_state_forbids_are_refused(world: World) -> None:
    alert = _open(world)
    with pytest.raises(ConflictError):
        world.commands.reopen(alert.id, "Ann", world.now)
    world.commands.resolve(alert.id, "admin", world.now)
    for forbidden in (world.commands.resolve, world.commands.acknowledge):
        with pytest.raises(ConflictError):
            forbidden(alert.id, "admin", world.now)
    world.check(DOWN)
    with pytest.raises(ConflictError, match="newer open alert"):
        world.commands.reopen(alert.id, "Ann", world.now)


def test_what_nobody_knows_can_not_be_closed(world: World) -> None:
    with pytest.raises(StoreUnavailableError):
        world.commands.resolve("alert_0", "admin", world.now)


def test_with_the_queue_down_too_nothing_is_done(world: World) -> None:
    alert = _open(world)
    world.queue.failing = True
    with pytest.raises(QueueDownError):
        world.commands.resolve(alert.id, "admin", world.now)
    assert _open(world) == alert


def test_an_alert_is_found_before_the_store_has_heard_of_it(world: World) -> None:
    alert = _open(world)
    world.store.unavailable = False
    assert world.commands.find(alert.id) == alert
    world.commands.resolve(alert.id, "admin", world.now)
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_a_late_copy_of_a_check_from_before_the_end_opens_nothing_again(world: World) -> None:
    seen = world.now
    world.minute += 7
    world.commands.resolve(_open(world).id, "admin", world.now)
    world.processor.process(make_observation(findings=(DOWN,), observed_at=seen))
    assert world.standby.open_alerts() == []
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_an_end_is_told_before_it_is_opened_again_although_its_opening_was_told_long_before(world: World) -> None:
    alert = _open(world)
    world.minute += 300
    _is_back(world)
    world.store.unavailable = True
    world.commands.resolve(alert.id, "admin", world.now)
    world.commands.reopen(alert.id, "Ann", world.now)
    _is_back(world)
    world.minute += 1
    world.check(good=UP)
    assert [told for told in world.told if not told.startswith("reminded")] == TWICE


def test_what_a_person_opened_again_is_told_although_the_queue_was_away_as_well(world: World) -> None:
    """Its end used to be told, and its opening never: the store took it for an alert that nobody had heard of."""
    full = make_finding(rule="connections")
    world.check(full)
    _is_back(world)
    (muted,) = [alert for alert in world.store.alerts.values() if alert.rule == "connections"]
    assert muted.notified_at is None
    world.store.unavailable = world.queue.failing = True
    world.commands.resolve(muted.id, "admin", world.now)
    with pytest.raises(QueueDownError):
        world.commands.reopen(muted.id, "Ann", world.now)
    world.store.unavailable = world.queue.failing = False
    for _ in range(3):
        world.minute += 5
        world.check(good=(full.fingerprint, *UP))
    assert [told for told in world.told if "connections" in told] == ["opened connections", "resolved connections"]


def test_what_was_told_once_and_muted_since_is_told_when_it_opens_again(world: World) -> None:
    """It began to count anew, so that its opening was taken for a copy, and its end came a second time."""
    alert = _open(world)
    world.commands.resolve(alert.id, "admin", world.now)
    world.silences.put(
        Silence(
            id="s",
            starts_at=world.now,
            ends_at=world.now + timedelta(minutes=5),
            reason="work",
            created_by="a",
            created_at=world.now,
        )
    )
    world.commands.reopen(alert.id, "Ann", world.now)
    world.commands.resolve(alert.id, "admin", world.now)
    assert world.told == TWICE[:2]
    world.minute += 10
    world.commands.reopen(alert.id, "Ann", world.now)
    _is_back(world)
    world.minute += 1
    world.check(good=UP)
    assert world.told == TWICE
