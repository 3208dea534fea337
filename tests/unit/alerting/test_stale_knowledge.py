"""What comes too late, or never came: copies of old observations, and a standby store that missed the end."""

from collections.abc import Collection, Mapping
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.state import RuleState
from tests.factories import NOW, make_finding, make_observation
from tests.unit.alerting.flaky_store import FlakyAlertStore
from tests.unit.alerting.world import World

FULL = make_finding(rule="disk_usage")


def test_a_copy_of_what_opened_an_alert_does_not_open_it_again_after_its_end() -> None:
    world = World()
    world.check(FULL)
    (alert_id,) = world.store.alerts
    world.commands.resolve(alert_id, "admin", world.now)
    world.processor.process(make_observation(observed_at=NOW, findings=(FULL,)))
    world.minute += 300
    world.run_escalator()
    assert world.told == ["opened disk_usage", "resolved disk_usage"]
    assert world.store.alerts[alert_id].resolved


def test_what_an_admin_deleted_from_the_table_does_not_come_back() -> None:
    """All of 501 rows used to be back at the next run of the escalator."""
    world = World()
    world.check(FULL)
    world.store.alerts.clear()
    world.run_escalator()
    assert (world.store.alerts, world.standby.alerts) == ({}, {})
    world.check(FULL)
    assert [alert.timestamp for alert in world.store.alerts.values()] == [world.now - timedelta(minutes=1)]


def test_what_a_backup_does_not_know_comes_back() -> None:
    world = World()
    world.check(FULL)
    alerts = dict(world.store.alerts)
    world.store.alerts.clear()
    world.store.states.clear()
    world.run_escalator()
    assert world.store.alerts == alerts


def test_an_end_that_the_standby_missed_is_made_up_for_by_the_escalator() -> None:
    store = FlakyAlertStore()
    world = World(store=store)
    world.check(FULL)
    world.standby.unavailable = True
    world.check(good=(FULL.fingerprint,))
    world.standby.unavailable = False
    assert len(world.standby.alerts) == 1
    world.run_escalator()
    assert world.standby.alerts == {}
    store.unavailable = True
    world.minute += 300
    world.run_escalator()
    assert world.told == ["opened disk_usage", "resolved disk_usage"]


def test_who_was_overtaken_does_not_take_the_opening_for_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read before the other one had saved it, and found in the standby store afterwards: it looked like a stray."""
    world = World()
    load = world.store.load

    def overtaken(fingerprints: Collection[str]) -> Mapping[str, RuleState]:
        read = load(fingerprints)
        monkeypatch.setattr(world.store, "load", load)
        world.commands.create(FULL, world.now)
        return read

    monkeypatch.setattr(world.store, "load", overtaken)
    world.commands.create(FULL, world.now)
    (alert,) = world.store.alerts.values()
    kept = world.standby.present(alert)
    assert kept is not None
    assert not kept.resolved
    assert alert.occurrences == 2
    assert world.told == ["opened disk_usage"]
