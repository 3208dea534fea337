"""What people are told of an alert is how it is now, not how it was when it opened."""

from datetime import timedelta

import pytest

from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import TransitionKind
from tests.factories import NOW, make_finding
from tests.unit.alerting.world import World

PASSWORD = "Database unreachable: it rejects the password"


def _down(message: str = "Database unreachable: it refuses connections", **fields: object) -> Finding:
    values = {"rule": "unreachable", "severity": Severity.CRITICAL, "message": message, "value": None, "unit": ""}
    return make_finding(**values | fields)


def _step(world: World, minute: float, *findings: Finding) -> None:
    world.minute = minute
    world.check(*findings, good=() if findings else ("supabase:unreachable",))
    world.minute = minute
    world.run_escalator()


def _silence(first: float, last: float) -> Silence:
    starts, ends = NOW + timedelta(minutes=first), NOW + timedelta(minutes=last)
    return Silence(id="s", starts_at=starts, ends_at=ends, reason="r", created_by="a", created_at=NOW)


def test_restarts_inside_a_maintenance_window_are_not_told_when_it_ends_well() -> None:
    world = World()
    world.silences.put(_silence(-1, 41))
    for minute in range(0, 40, 10):
        _step(world, minute, _down())
        _step(world, minute + 5)
    for minute in range(40, 90, 5):
        _step(world, minute)
    assert world.told == []
    assert all(alert.resolved for alert in world.store.alerts.values())


def test_what_is_bad_when_the_window_ends_is_told_then() -> None:
    world = World()
    world.silences.put(_silence(-1, 41))
    for minute in range(0, 40, 10):
        _step(world, minute, _down())
        _step(world, minute + 5)
    _step(world, 45, _down())
    assert world.told == ["opened unreachable"]


def test_a_reminder_and_the_end_name_the_present_cause() -> None:
    world = World()
    _step(world, 0, _down())
    for minute in (5, 10, 15):
        _step(world, minute, _down(PASSWORD, evidence={"reason": "auth"}))
    _step(world, 20)
    reminder = next(step for step in world.queue.messages if step.kind is TransitionKind.REMINDED)
    end = next(step for step in world.queue.messages if step.kind is TransitionKind.RESOLVED)
    assert [step.alert.message for step in (reminder, end)] == [PASSWORD, PASSWORD]
    assert reminder.alert.details["reason"] == "auth"


def test_a_reminder_names_the_present_cause_without_the_store_as_well() -> None:
    world = World()
    world.store.unavailable = True
    _step(world, 0, _down())
    for minute in (5, 10, 15):
        _step(world, minute, _down(PASSWORD))
    messages = {(step.kind, step.alert.message) for step in world.queue.messages}
    assert messages == {(TransitionKind.OPENED, _down().message), (TransitionKind.REMINDED, PASSWORD)}
    assert [alert.message for alert in world.standby.open_alerts()] == [PASSWORD]
    world.store.unavailable = False
    _step(world, 20)
    assert [alert.message for alert in world.store.alerts.values()] == [PASSWORD]


@pytest.mark.parametrize("store", ["up", "away"])
def test_an_acknowledgement_during_a_silence_holds_after_it(store: str) -> None:
    world = World()
    world.silences.put(_silence(-5, 60))
    _step(world, 0, _down())
    world.store.unavailable = store == "away"
    world.minute = 10
    (alert,) = world.standby.open_alerts()
    world.commands.acknowledge(alert.id, "person", world.now)
    for minute in range(15, 80, 5):
        _step(world, minute, _down())
    assert world.told == []


def test_it_runs_out_like_any_other() -> None:
    world = World()
    world.silences.put(_silence(-5, 60))
    _step(world, 0, _down())
    world.commands.acknowledge(next(iter(world.store.alerts)), "person", world.now)
    for minute in range(15, 25 * 60, 5):
        _step(world, minute, _down())
    assert world.told[0] == "opened unreachable"
    assert world.queue.messages[0].at >= NOW + timedelta(hours=24)


def test_what_became_worse_than_what_was_taken_on_is_told_after_the_silence() -> None:
    world = World()
    world.silences.put(_silence(-5, 60))
    _step(world, 0, _down(severity=Severity.HIGH))
    world.commands.acknowledge(next(iter(world.store.alerts)), "person", world.now)
    for minute in range(15, 70, 5):
        _step(world, minute, _down())
    assert world.told == ["opened unreachable"]
