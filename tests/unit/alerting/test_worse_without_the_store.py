"""A severity that becomes worse while the alert store is away: told then, and not again once it is back."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW, make_finding
from tests.fakes.publishers import QueueDownError
from tests.fakes.silence_store import InMemorySilenceStore
from tests.unit.alerting.disk import CRITICAL, HIGH, MEDIUM, open_but_without_the_store
from tests.unit.alerting.flaky_store import FlakyAlertStore
from tests.unit.alerting.world import World

GOOD = (MEDIUM.fingerprint,)
WEBHOOKS = make_finding(service="stripe", rule="consecutive_failures", severity=Severity.MEDIUM)
DATABASE_DOWN = make_finding(rule="unreachable", severity=Severity.CRITICAL)


@pytest.fixture
def world() -> World:
    return open_but_without_the_store()


def silence_everything(world: World, minutes: float) -> None:
    starts = world.now
    ends = starts + timedelta(minutes=minutes)
    world.silences.put(
        Silence(id="s", starts_at=starts, ends_at=ends, reason="work", created_by="ann", created_at=starts)
    )


def only_alert(world: World) -> Alert:
    (alert,) = world.store.alerts.values()
    return alert


@pytest.mark.parametrize("known", [True, False], ids=["open before", "opened meanwhile"])
def test_it_is_told_at_once_and_not_again_once_the_store_is_back(known: bool) -> None:
    world = World()
    world.store.unavailable = not known
    world.check(MEDIUM)
    world.store.unavailable = True
    world.check(CRITICAL)
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]
    world.store.unavailable = False
    world.check(CRITICAL)
    world.run_escalator()
    assert world.told == ["opened disk_usage", "escalated disk_usage"]
    alert = only_alert(world)
    assert (alert.notified_severity, alert.sequence, alert.escalated) == (Severity.CRITICAL, 2, True)
    assert (alert.message, alert.details["value"]) == ("Disk full", 100)
    world.check(good=GOOD)
    assert world.told == ["opened disk_usage", "escalated disk_usage", "resolved disk_usage"]


def test_what_is_told_is_what_the_worse_check_found(world: World) -> None:
    world.check(CRITICAL)
    told = world.queue.messages[-1]
    assert (told.alert.severity, told.alert.message, told.alert.details["value"]) == ("critical", "Disk full", 100)
    assert (told.previous_notified_severity, told.previous_notified_at, told.at) == (
        Severity.MEDIUM,
        NOW,
        NOW + timedelta(minutes=1),
    )


def test_copies_are_alike_to_the_letter(world: World) -> None:
    for _ in range(3):
        world.check(CRITICAL)
    first, *others = [message for message in world.queue.messages if message.kind == "escalated"]
    assert others == [first, first]


def test_a_better_severity_is_not_told_and_each_worse_one_once(world: World) -> None:
    for finding in (HIGH, MEDIUM, HIGH, CRITICAL, HIGH, MEDIUM, CRITICAL):
        world.check(finding)
    assert world.told == ["opened disk_usage", "escalated disk_usage", "escalated disk_usage"]
    assert world.queue.messages[-1].alert.severity is Severity.CRITICAL


def test_a_crash_before_anybody_was_told_is_made_up_for_by_the_next_bad_check(world: World) -> None:
    world.queue.failing = True
    with pytest.raises(QueueDownError):
        world.check(CRITICAL)
    world.queue.failing = False
    world.check(MEDIUM)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]


def test_a_crash_before_anybody_was_told_is_made_up_for_by_the_escalator(world: World) -> None:
    world.queue.failing = True
    with pytest.raises(QueueDownError):
        world.check(CRITICAL)
    world.queue.failing = False
    world.run_escalator()
    assert world.told == ["opened disk_usage", "escalated disk_usage"]


@pytest.mark.parametrize("known", [True, False], ids=["open before", "opened meanwhile"])
def test_a_crash_before_anybody_was_told_is_made_up_for_by_the_store(known: bool) -> None:
    world = World()
    world.store.unavailable = not known
    world.check(MEDIUM)
    world.store.unavailable = world.queue.failing = True
    with pytest.raises(QueueDownError):
        world.check(CRITICAL)
    world.store.unavailable = world.queue.failing = False
    world.check(good=GOOD)
    assert world.told == ["opened disk_usage", "escalated disk_usage", "resolved disk_usage"]


def test_the_store_that_saved_it_before_it_broke_tells_it_under_the_same_key() -> None:
    store = FlakyAlertStore()
    world = World(store=store)
    world.check(MEDIUM)
    world.minute = 5 * 60  # a reminder is due by now
    store.calls_left, store.after_commit = 1, True
    world.check(CRITICAL)
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]


def test_it_has_a_key_behind_those_of_the_reminders_before_it(world: World) -> None:
    world.minute = 4 * 60
    world.run_escalator()
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage", "escalated disk_usage"]
    world.store.unavailable = False
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage", "escalated disk_usage"]


def test_it_has_a_key_of_its_own_even_if_it_was_reminded_of_more_often_than_it_is_now() -> None:
    world = World()
    world.check(HIGH)
    world.store.unavailable = True
    world.minute = 70
    world.run_escalator()
    world.store.unavailable = False
    world.check(MEDIUM)
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage", "escalated disk_usage"]


def test_reminders_count_from_then_on_with_and_without_the_store(world: World) -> None:
    world.minute = 10
    world.check(CRITICAL)
    world.minute = 24
    world.run_escalator()
    assert world.told == ["opened disk_usage", "escalated disk_usage"]
    world.minute = 25
    world.run_escalator()
    world.store.unavailable = False
    world.run_escalator()
    assert world.told == ["opened disk_usage", "escalated disk_usage", "reminded disk_usage"]
    world.minute = 40
    world.run_escalator()
    assert world.told[3:] == ["reminded disk_usage"]


def test_whoever_took_it_on_hears_of_it_again(world: World) -> None:
    world.commands.acknowledge(only_alert(world).id, "ann", world.now)
    world.check(MEDIUM)
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]
    world.store.unavailable = False
    world.check(CRITICAL)
    alert = only_alert(world)
    assert (alert.status, alert.acknowledged_by) == (AlertStatus.OPEN, None)


def test_whoever_takes_it_on_after_that_is_left_alone(world: World) -> None:
    world.check(CRITICAL)
    world.commands.acknowledge(only_alert(world).id, "ann", world.now)
    world.minute = 60
    world.check(CRITICAL)
    world.store.unavailable = False
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]
    assert only_alert(world).acknowledged_by == "ann"


def test_a_silence_keeps_it_back_until_its_end(world: World) -> None:
    silence_everything(world, minutes=2)
    world.check(CRITICAL)
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage"]
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]


def test_what_became_worse_under_a_silence_is_told_as_it_is_after_it() -> None:
    world = World()
    world.store.unavailable = True
    silence_everything(world, minutes=3)
    world.check(MEDIUM)
    world.check(CRITICAL)
    world.minute = 3
    world.run_escalator()
    assert [(message.kind, message.alert.severity) for message in world.queue.messages] == [("opened", "critical")]


def test_a_cause_keeps_it_back() -> None:
    world = World()
    for _ in range(2):
        world.minute += 5
        world.check(WEBHOOKS, service="stripe")
    world.store.unavailable = True
    world.check(DATABASE_DOWN)
    world.check(replace(WEBHOOKS, severity=Severity.CRITICAL), service="stripe")
    assert world.told == ["opened consecutive_failures", "opened unreachable"]


def test_an_observation_from_before_the_last_mail_changes_nothing(world: World) -> None:
    world.minute = 10
    world.check(HIGH)
    world.minute = 5
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]
    assert world.standby.alerts[GOOD[0]].severity is Severity.HIGH


def test_an_opening_that_nobody_heard_is_told_as_bad_as_it_was() -> None:
    world = World()
    world.queue.failing = True
    with pytest.raises(QueueDownError):
        world.check(CRITICAL)
    with pytest.raises(QueueDownError):
        world.check(MEDIUM)
    world.store.unavailable, world.queue.failing = True, False
    world.check(MEDIUM)
    assert [(message.kind, message.alert.severity) for message in world.queue.messages] == [("opened", "critical")]


def test_what_nobody_heard_before_a_reminder_fell_due_is_told_with_it(world: World) -> None:
    world.queue.failing = True
    with pytest.raises(QueueDownError):
        world.check(CRITICAL)
    world.queue.failing = False
    world.minute = 60
    world.run_escalator()
    assert world.told == ["opened disk_usage", "escalated disk_usage", "reminded disk_usage"]


def test_what_was_told_longer_ago_than_the_notifier_remembers_is_not_sent_again() -> None:
    world = World()
    world.check(replace(MEDIUM, severity=Severity.LOW))
    world.store.unavailable = True
    world.minute = 8 * 24 * 60
    world.check(replace(MEDIUM, severity=Severity.LOW))
    assert len(world.queue.messages) == 1


@dataclass
class CountingSilenceStore(InMemorySilenceStore):
    reads: int = 0

    def all(self) -> list[Silence]:
        self.reads += 1
        return list(super().all())


def test_silences_are_read_once_for_a_finding() -> None:
    silences = CountingSilenceStore()
    world = World(silences=silences)
    world.store.unavailable = True
    world.check(MEDIUM)
    assert silences.reads == 1
