"""A receiver that wants nothing more is switched off, once, until its setting changes or a test is accepted."""

from dataclasses import replace

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import ReceiverGoneError
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.pipeline import AlertConsumer
from pawpop_monitoring.notifications.stages.switched_on import SwitchedOn
from pawpop_monitoring.notifications.switches import Switch
from tests.factories import NOW
from tests.fakes.switches import InMemorySwitches
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import message, resolved

SECRET = "shop https://shop.example whsec_x"
GONE = "The webhook 'shop' answered 410: it wants nothing more."


def switch(switches: InMemorySwitches, setting: str = SECRET) -> Switch:
    return Switch(switches, "webhook:shop", setting, lambda: NOW)


def tell(bench: Bench, told: AlertMessage, switches: InMemorySwitches, setting: str = SECRET) -> Result:
    stages = replace(bench.stages, switched_on=SwitchedOn(switch(switches, setting)))
    log = stages.send.log  # type: ignore[attr-defined]
    consumer = AlertConsumer(stages, log, bench.aside.append, lambda: bench.now)
    return consumer.consume(told.model_copy(update={"alone": True}).model_dump_json(), 1, context())


def test_what_a_gone_receiver_refuses_is_no_dead_letter() -> None:
    bench, switches = Bench(), InMemorySwitches()
    bench.channel.errors = [ReceiverGoneError(GONE, 410)]
    assert tell(bench, message(), switches) == Result(Outcome.SWITCHED_OFF)
    assert bench.aside == []


def test_what_follows_is_dropped_and_why_is_on_record() -> None:
    bench, switches = Bench(), InMemorySwitches()
    switch(switches).turn_off(GONE)
    assert tell(bench, resolved(), switches) == Result(Outcome.SWITCHED_OFF)
    assert bench.channel.sent == []
    (record,) = bench.records.records
    assert (record.outcome, record.why) == ("dropped", f"switched off: {GONE}")  # type: ignore[union-attr]


def test_another_setting_switches_it_on_and_the_old_one_off_again() -> None:
    bench, switches = Bench(), InMemorySwitches()
    switch(switches).turn_off(GONE)
    assert tell(bench, message(), switches, "shop https://new.example whsec_x").outcome is Outcome.DELIVERED
    assert switch(switches).off() is not None


def test_a_test_that_is_accepted_switches_it_on() -> None:
    bench, switches = Bench(), InMemorySwitches()
    switch(switches).turn_off(GONE)
    bench.channel.errors = [ReceiverGoneError(GONE, 410)]
    assert tell(bench, message(details={"test": True}), switches).outcome is Outcome.SWITCHED_OFF
    assert switch(switches).off() is not None
    assert tell(bench, message(details={"test": True}), switches).outcome is Outcome.DELIVERED
    assert switches.kept == {}


def test_no_setting_is_kept_in_the_open() -> None:
    switches = InMemorySwitches()
    switch(switches).turn_off(GONE)
    assert "whsec" not in repr(switches.kept)


@pytest.mark.parametrize("told", [message(), resolved()])
def test_without_the_store_the_receiver_is_asked_again(told: AlertMessage) -> None:
    bench, switches = Bench(), InMemorySwitches(unavailable=True)
    switch(switches).turn_off(GONE)
    assert tell(bench, told, switches).outcome is Outcome.DELIVERED
