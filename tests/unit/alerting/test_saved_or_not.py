"""A save that failed, of which nobody can say whether it took effect, and a store that is away before anybody looks.

The connection breaks with COMMIT under way. Until the store can be asked, the standby store holds what was decided.
"""

from collections import Counter

import pytest

from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding
from tests.unit.alerting.flaky_store import FlakyAlertStore
from tests.unit.alerting.world import World

FULL = make_finding(rule="disk_usage", severity=Severity.HIGH)
WORSE = make_finding(rule="disk_usage", severity=Severity.CRITICAL)
WELL = (FULL.fingerprint,)
ONE_LIFE = ["opened disk_usage", "resolved disk_usage"]


@pytest.fixture(params=[True, False], ids=["committed", "rolled back"])
def world(request: pytest.FixtureRequest) -> World:
    """An alert that people were told of; the next save fails."""
    store = FlakyAlertStore()
    world = World(store=store)
    world.check(FULL)
    store.calls_left, store.after_commit = 1, request.param
    return world


def _goes(world: World) -> None:
    assert isinstance(world.store, FlakyAlertStore)
    assert world.store.calls_left is None, "the save has not failed"
    world.store.unavailable = True


def _is_back(world: World) -> None:
    world.store.unavailable = False
    world.run_escalator()


def test_what_is_bad_again_is_a_next_alert(world: World) -> None:
    world.check(good=WELL)
    _goes(world)
    world.check(WORSE)
    world.minute += 60
    world.run_escalator()
    _is_back(world)
    world.minute += 1
    world.check(good=WELL)
    first, second = world.store.alerts.values()
    keys = [message.key for message in world.queue.messages]
    assert all(key.startswith((first.id, second.id)) for key in keys)
    of_first = {key for key in keys if key.startswith(first.id)}
    assert {key.rpartition("-")[2] for key in of_first} == {"opened", "resolved"}, of_first
    assert Counter(world.told)["opened disk_usage"] == Counter(world.told)["resolved disk_usage"] == 2
    assert (world.standby.alerts, world.standby.held_ends) == ({}, {})


def test_nobody_is_reminded_of_what_ended(world: World) -> None:
    world.check(good=WELL)
    _goes(world)
    world.minute += 300
    world.run_escalator()
    assert world.told == ONE_LIFE
    _is_back(world)
    assert world.told == ONE_LIFE
    (alert,) = world.store.alerts.values()
    assert (alert.status, alert.resolved_by) == (AlertStatus.RESOLVED, "check")


def test_who_closes_it_is_told_that_it_is_done(world: World) -> None:
    (alert_id,) = world.store.alerts
    assert isinstance(world.store, FlakyAlertStore)
    world.store.calls_left = 2
    closed = world.commands.resolve(alert_id, "admin", world.now)
    _goes(world)
    assert (closed.status, closed.resolved_by) == (AlertStatus.RESOLVED, "admin")
    assert world.told == ONE_LIFE
    _is_back(world)
    assert world.told == ONE_LIFE
    assert world.store.alerts[alert_id].resolved_by == "admin"


def test_who_opens_it_again_is_told_that_it_is_open(world: World) -> None:
    (alert_id,) = world.store.alerts
    assert isinstance(world.store, FlakyAlertStore)
    world.store.calls_left = None
    world.commands.resolve(alert_id, "admin", world.now)
    world.store.calls_left = 3
    world.minute += 1
    reopened = world.commands.reopen(alert_id, "Ann", world.now)
    _goes(world)
    assert reopened.status is AlertStatus.OPEN
    world.minute += 1
    world.check(FULL)
    assert world.told == [*ONE_LIFE, "opened disk_usage"]
    _is_back(world)
    world.minute += 1
    world.check(good=WELL)
    assert world.told == ONE_LIFE * 2
    assert set(world.store.alerts) == {alert_id}


def test_an_end_that_nobody_was_told_of_stays_untold(world: World) -> None:
    """With the standby store away at that moment there is nothing to hold it with; the store is what counts."""
    world.standby.unavailable = True
    world.check(good=WELL)
    world.standby.unavailable = False
    world.run_escalator()
    world.minute += 1
    world.check(good=WELL)
    assert world.told == ONE_LIFE


def test_a_store_that_is_away_for_good_says_so() -> None:
    world = World()
    world.store.unavailable = world.standby.unavailable = True
    with pytest.raises(StoreUnavailableError):
        world.commands.resolve("alert_1", "admin", world.now)
