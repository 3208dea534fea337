"""A transition that the queue refuses is put aside alone; what stands behind it goes out in the same run."""

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding
from tests.unit.alerting.world import World

POISON = make_finding(rule="poison", message="a text that SQS refuses", severity=Severity.CRITICAL)
OTHERS = [make_finding(service="fal-ai", rule=f"rule{number}") for number in range(3)]


def _refuse_details(message: AlertMessage) -> bool:
    """As SQS does with a character in a provider's text."""
    return message.alert.rule == "poison" and "value" in message.alert.details


def _refuse_always(message: AlertMessage) -> bool:
    return message.alert.rule == "poison"


@pytest.mark.parametrize("store", ["up", "away"])
def test_it_is_told_without_its_details(store: str) -> None:
    world = World()
    world.store.unavailable = store == "away"
    world.queue.refuses = _refuse_details
    world.check(POISON)
    assert world.told == ["opened poison"]
    assert "could not be sent" in world.queue.messages[-1].alert.details["note"]


@pytest.mark.parametrize("store", ["up", "away"])
def test_what_stands_behind_it_is_told_in_the_same_run(store: str) -> None:
    world = World()
    world.store.unavailable = store == "away"
    world.queue.refuses = _refuse_always
    world.check(POISON, *OTHERS)
    assert sorted(world.told) == ["opened rule0", "opened rule1", "opened rule2"]


@pytest.mark.parametrize("store", ["up", "away"])
def test_what_is_put_aside_is_told_of(store: str) -> None:
    """Without the store there was a line in the log, and nothing that anybody looks at."""
    world = World()
    world.store.unavailable = store == "away"
    world.queue.refuses = _refuse_always
    world.check(POISON, *OTHERS)
    (alert,) = [alert for alert in world.standby.open_alerts() if alert.rule == "poison"]
    assert world.queue.aside == {f"{alert.id}/1-opened": "InvalidMessageContents"}


def test_it_waits_no_more_and_says_why() -> None:
    world = World()
    world.queue.refuses = _refuse_always
    world.check(POISON)
    (alert,) = world.store.alerts.values()
    assert world.store.refused == {f"{alert.id}/1-opened": "InvalidMessageContents"}
    assert list(world.store.unpublished()) == []


def test_its_end_is_told_all_the_same() -> None:
    world = World()
    world.queue.refuses = _refuse_always
    world.check(POISON)
    world.queue.refuses = lambda _: False
    world.check(good=(POISON.fingerprint,))
    assert world.told == ["resolved poison"]


def test_a_plain_text_is_what_any_queue_takes() -> None:
    world = World()
    world.check(make_finding(rule="unreachable", message="Zahlung über 5 € fehlt", evidence={"x": "y"}))
    bare = world.queue.messages[0].bare()
    assert (bare.key, bare.alert.message) == (world.queue.messages[0].key, "Zahlung ?ber 5 ? fehlt")
