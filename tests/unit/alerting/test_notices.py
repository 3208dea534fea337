"""Who is on an alert is told where what was told before can be put right, and in no mail."""

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.factories import make_finding
from tests.unit.alerting.world import World

FINDING = make_finding(rule="unreachable", severity=Severity.CRITICAL)


def opened(world: World) -> str:
    world.check(FINDING)
    return world.queue.messages[-1].alert.id


def notices(world: World) -> list[AlertMessage]:
    return world.queue.notices


def test_who_took_an_alert_on_is_told_once_and_in_no_mail() -> None:
    world = World()
    world.commands.acknowledge(opened(world), "Ann", world.now)
    world.run_escalator()
    (notice,) = notices(world)
    assert notice.kind is TransitionKind.ACKNOWLEDGED
    assert notice.alert.acknowledged_by == "Ann"
    assert notice.at == world.now
    assert world.told == ["opened unreachable"]


def test_it_works_without_the_alert_store() -> None:
    world = World()
    alert_id = opened(world)
    world.store.unavailable = True
    world.commands.acknowledge(alert_id, "Ann", world.now)
    assert [notice.key for notice in notices(world)] == [f"{alert_id}/1-acknowledged"]


def test_a_queue_that_is_away_hears_of_it_later() -> None:
    world = World()
    alert_id = opened(world)
    world.queue.failing = True
    with pytest.raises(Exception):  # noqa: B017, PT011  whatever the queue raises
        world.commands.acknowledge(alert_id, "Ann", world.now)
    world.queue.failing = False
    world.check(FINDING)
    assert [notice.alert.acknowledged_by for notice in notices(world)] == ["Ann"]


def test_of_what_nobody_heard_nothing_is_told() -> None:
    world = World()
    world.check(FINDING)
    alert = world.queue.messages[-1].alert
    world.commands.resolve(alert.id, "Ann", world.now)
    with pytest.raises(ConflictError):
        world.commands.acknowledge(alert.id, "Bob", world.now)
    assert not notices(world)


def test_whoever_takes_it_on_again_later_is_told_under_a_key_of_its_own() -> None:
    world = World()
    alert_id = opened(world)
    world.commands.acknowledge(alert_id, "Ann", world.now)
    world.minute += 25 * 60
    world.check(FINDING)
    world.run_escalator()
    world.commands.acknowledge(alert_id, "Bob", world.now)
    keys = [notice.key for notice in notices(world)]
    assert len(keys) == len(set(keys)) == 2
