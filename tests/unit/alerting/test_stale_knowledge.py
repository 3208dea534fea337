"""What comes too late, or never came: copies of old observations, and a standby store that missed the end."""

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
