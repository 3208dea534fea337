"""Observations carried out: with the store, without it, and with half of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.alerting.decide.inhibition import HOLD_OFF
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW, make_finding
from tests.fakes.publishers import QueueDownError
from tests.unit.alerting.world import World

DOWN = make_finding(rule="unreachable", severity=Severity.CRITICAL, message="Database unreachable")
UP = (DOWN.fingerprint,)
FAILURES = make_finding(service="stripe", rule="consecutive_failures", message="Webhooks fail")


def _silence(minutes: float, **match: Any) -> Silence:
    return Silence(
        id="silence-1",
        starts_at=NOW,
        ends_at=NOW + timedelta(minutes=minutes),
        reason="upgrade",
        created_by="admin",
        created_at=NOW,
        **match,
    )


@pytest.fixture
def world() -> World:
    return World()


def test_one_condition_is_told_once_and_once_when_it_is_over(world: World) -> None:
    for _ in range(5):
        world.check(DOWN)
    for _ in range(5):
        world.check(good=UP)
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_an_outage_of_the_store_itself_is_told_and_resolved_once_it_is_back(world: World) -> None:
    world.store.unavailable = True
    for _ in range(5):
        world.check(DOWN)
    world.store.unavailable = False
    world.check(good=UP)
    assert world.told == ["opened unreachable", "resolved unreachable"]
    (alert,) = world.store.alerts.values()
    assert (alert.status, alert.occurrences) == (AlertStatus.RESOLVED, 5)
    assert world.standby.alerts == {}


def test_a_long_outage_of_the_store_is_reminded_of_by_the_check_and_the_escalator_alike(world: World) -> None:
    world.store.unavailable = True
    for _ in range(40):
        world.check(DOWN)
        world.run_escalator()
    assert world.told == ["opened unreachable", "reminded unreachable", "reminded unreachable"]


def test_an_alert_that_was_open_before_the_outage_is_not_opened_again(world: World) -> None:
    world.check(FAILURES, service="stripe")
    world.store.unavailable = True
    world.check(FAILURES, service="stripe")
    world.store.unavailable = False
    world.check(FAILURES, service="stripe")
    assert world.told == ["opened consecutive_failures"]


def test_a_database_that_comes_and_goes_is_told_a_few_times_then_held_until_it_is_calm(world: World) -> None:
    for _ in range(8):
        world.store.unavailable = True
        world.check(DOWN)
        world.store.unavailable = False
        world.check(good=UP)
    assert world.told == ["opened unreachable", "resolved unreachable"] * 3 + ["opened unreachable"]
    world.minute += 31
    world.check(good=UP)
    assert world.told[-1] == "resolved unreachable"


def test_occurrences_of_an_outage_are_counted_even_if_the_recorder_comes_first(world: World) -> None:
    world.store.unavailable = True
    world.check(DOWN)
    (early,) = world.standby.alerts.values()
    for _ in range(4):
        world.check(DOWN)
    world.store.unavailable = False
    world.store.alerts[early.id] = early
    world.check(good=UP)
    assert world.store.alerts[early.id].occurrences == 5


def test_an_alert_can_be_taken_on_while_the_store_is_down(world: World) -> None:
    world.store.unavailable = True
    world.check(DOWN)
    (alert,) = world.standby.alerts.values()
    world.commands.acknowledge(alert.id, "admin", world.now)
    world.minute += 60
    world.run_escalator()
    world.check(DOWN)
    world.store.unavailable = False
    world.check(DOWN)
    assert world.told == ["opened unreachable"]
    assert world.store.alerts[alert.id].acknowledged_by == "admin"


def test_an_alert_that_nobody_knows_can_not_be_taken_on_without_the_store(world: World) -> None:
    world.store.unavailable = True
    with pytest.raises(StoreUnavailableError):
        world.commands.acknowledge("alert_0", "admin", world.now)


def test_with_the_standby_gone_too_the_time_bucket_keeps_it_to_one_mail(world: World) -> None:
    world.store.unavailable = world.standby.unavailable = world.silences.unavailable = True
    for _ in range(10):
        world.check(DOWN)
    assert world.told == ["opened unreachable"]


def test_a_queue_that_is_down_loses_nothing(world: World) -> None:
    world.queue.failing = True
    with pytest.raises(QueueDownError):
        world.check(DOWN)
    world.queue.failing = False
    world.check(DOWN)
    assert world.told == ["opened unreachable"]


def test_what_follows_from_an_open_alert_is_attached_not_told(world: World) -> None:
    world.check(DOWN)
    for _ in range(2):
        world.minute += 5
        world.check(FAILURES, service="stripe")
    assert world.told == ["opened unreachable"]
    follower = world.store.alerts[world.standby.alerts[FAILURES.fingerprint].id]
    assert follower.inhibited_by == DOWN.fingerprint


def test_a_follower_that_outlives_its_cause_is_told_then(world: World) -> None:
    world.check(DOWN)
    world.check(FAILURES, service="stripe")
    world.check(good=UP)
    world.minute += HOLD_OFF / timedelta(minutes=1)
    world.check(FAILURES, service="stripe")
    assert world.told == ["opened unreachable", "resolved unreachable", "opened consecutive_failures"]


@pytest.mark.parametrize("store", ["up", "away"])
def test_a_follower_that_shows_only_after_the_end_of_its_cause_is_kept_back_for_a_while(
    world: World, store: str
) -> None:
    world.store.unavailable = store == "away"
    world.check(DOWN)
    world.store.unavailable = False
    world.minute = 14
    world.check(good=UP)
    world.check(FAILURES, service="stripe")
    assert world.told == ["opened unreachable", "resolved unreachable"]
    world.minute += HOLD_OFF / timedelta(minutes=1)
    world.check(FAILURES, service="stripe")
    assert world.told == ["opened unreachable", "resolved unreachable", "opened consecutive_failures"]


def test_a_follower_that_ends_with_its_cause_is_never_told(world: World) -> None:
    world.check(DOWN)
    world.check(FAILURES, service="stripe")
    world.check(good=UP)
    world.check(good=(FAILURES.fingerprint,), service="stripe")
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_a_follower_is_attached_without_the_store_as_well(world: World) -> None:
    world.store.unavailable = True
    world.check(DOWN)
    world.check(FAILURES, service="stripe")
    assert world.told == ["opened unreachable"]


@pytest.mark.parametrize("match", [{}, {"service": "supabase"}, {"rule": "unreachable"}, {"fingerprint": UP[0]}])
def test_a_silenced_alert_is_recorded_but_not_told(world: World, match: dict[str, str]) -> None:
    world.silences.put(_silence(60, **match))
    world.check(DOWN)
    world.check(good=UP)
    assert world.told == []
    (alert,) = world.store.alerts.values()
    assert alert.status is AlertStatus.RESOLVED


def test_a_silence_for_others_changes_nothing(world: World) -> None:
    world.silences.put(_silence(60, service="stripe"))
    world.check(DOWN)
    assert world.told == ["opened unreachable"]


def test_what_is_still_open_when_a_silence_ends_is_told_at_once_and_so_in_one_mail(world: World) -> None:
    world.silences.put(_silence(10))
    world.check(DOWN)
    world.check(make_finding(service="fal-ai", rule="daily_cost"), service="fal-ai")
    for _ in range(6):
        world.run_escalator()
    world.minute = 10
    world.check(DOWN)
    world.run_escalator()
    assert sorted(world.told) == ["opened daily_cost", "opened unreachable"]
    assert {message.at for message in world.queue.messages} == {world.now}


def test_a_silence_holds_while_the_store_is_down(world: World) -> None:
    world.silences.put(_silence(60, service="supabase"))
    world.store.unavailable = True
    world.check(DOWN)
    world.run_escalator()
    assert world.told == []
    assert len(world.records.records) == 1


def test_a_recovery_is_told_in_a_silence_to_those_who_know_of_the_alert(world: World) -> None:
    world.check(DOWN)
    world.silences.put(replace(_silence(60), starts_at=world.now))
    world.check(DOWN)
    world.check(good=UP)
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_reminders_stop_when_somebody_takes_the_alert_on(world: World) -> None:
    world.check(DOWN)
    (alert_id,) = world.store.alerts
    world.commands.acknowledge(alert_id, "admin", world.now)
    world.minute = 500
    world.run_escalator()
    assert world.told == ["opened unreachable"]
    world.minute = 24 * 60 + 10
    world.run_escalator()
    assert world.told == ["opened unreachable", "reminded unreachable"]
