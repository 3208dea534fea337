"""A function that dies at any of its calls, before or after the call took effect: whoever was told hears the end.

The schedule comes again, and a person who got no answer tries again.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

import pytest

from pawpop_monitoring.alerting.apply.ports import AlertPublisher, AlertStore, RecordPublisher, StandbyStore
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.factories import make_finding
from tests.fakes.alert_store import InMemoryAlertStore
from tests.fakes.publishers import InMemoryAlertPublisher, InMemoryRecordPublisher
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.alerting.world import World

FULL = make_finding(rule="disk_usage")
WELL = (FULL.fingerprint,)
PORTS = (AlertStore, StandbyStore, AlertPublisher, RecordPublisher)
CALLS = frozenset(name for port in PORTS for name in vars(port) if not name.startswith("_"))
LIFE = [TransitionKind.OPENED, TransitionKind.RESOLVED]

NEVER = 0

type Act = Callable[[World], object]


class KilledError(BaseException):
    """No handler of the code under test may run on."""


@dataclass
class Fate:
    """Kills at call number `at`, before it does anything or `after` it has."""

    at: int
    after: bool = False
    calls: int = 0

    def call(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        strikes = self.calls == self.at
        if strikes and not self.after:
            raise KilledError
        answer = function(*arguments, **named)
        if strikes:
            raise KilledError
        return answer


class Doomed:
    """A port of which each call may be the last."""

    def __init__(self, port: object, fate: Fate) -> None:
        self.__dict__.update(port=port, fate=fate)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.port, name)
        return (lambda *given, **named: self.fate.call(found, *given, **named)) if name in CALLS else found

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.port, name, value)


def bad(severity: Severity = Severity.HIGH) -> Act:
    return lambda world: world.check(make_finding(rule="disk_usage", severity=severity))


def good(world: World) -> None:
    world.check(good=WELL)


def looks(world: World) -> None:
    world.run_escalator()


def later(minutes: int) -> Act:
    def wait(world: World) -> None:
        world.minute += minutes

    return wait


def away(world: World) -> None:
    world.store.unavailable = True


def back(world: World) -> None:
    world.store.unavailable = False


def person(action: str) -> Act:
    """Acts on what is known to be open, or else on the first alert that there was."""

    def act(world: World) -> None:
        known = [entry.alert.id for entry in world.standby.entries()] or list(world.store.alerts)
        world.minute += 1
        with suppress(ConflictError, StoreUnavailableError, NotFoundError):
            getattr(world.commands, action)(known[0], "p", world.now)

    return act


TAKEN, CLOSED, REOPENED = person("acknowledge"), person("resolve"), person("reopen")
HISTORIES: Mapping[str, Sequence[Act]] = {
    "worse": [bad(Severity.MEDIUM), bad(Severity.CRITICAL), later(20), looks, good],
    "a person": [bad(), TAKEN, later(70), looks, CLOSED, REOPENED, later(1), good],
    "all of it away": [away, bad(), later(3), bad(Severity.CRITICAL), later(20), looks, back, looks, good],
    "ends away": [bad(), away, bad(Severity.CRITICAL), CLOSED, later(1), back, looks, bad(), good],
    "opened again away": [away, bad(), CLOSED, REOPENED, later(1), bad(Severity.CRITICAL), back, looks, good],
    "comes and goes": [*[bad(), later(9), good, later(60), away, bad(), back, looks, later(9), good] * 2, later(300)],
}


def _play(history: Sequence[Act], fate: Fate) -> World:
    doomed = [
        cast("Any", Doomed(port(), fate))
        for port in (InMemoryAlertStore, InMemoryStandbyStore, InMemoryAlertPublisher, InMemoryRecordPublisher)
    ]
    world = World(store=doomed[0], standby=doomed[1], queue=doomed[2], records=doomed[3])
    for act in history:
        try:
            act(world)
        except KilledError:
            world.minute += 1
            act(world)
    fate.at = NEVER
    return world


def _ends_well(world: World) -> None:
    world.store.unavailable = False
    world.minute += 3000
    for _ in range(2):
        world.check(good=WELL)
        world.run_escalator()
    assert all(alert.resolved for alert in world.store.alerts.values())
    assert (world.standby.alerts, world.standby.held_ends) == ({}, {})
    told: dict[str, list[AlertMessage]] = defaultdict(list)
    for message in sorted(world.queue.messages, key=lambda message: message.alert.sequence):
        if message.kind in LIFE and message.key not in [step.key for step in told[message.alert.id]]:
            told[message.alert.id].append(message)
    for steps in told.values():
        assert [step.kind for step in steps] == LIFE * (len(steps) // 2), [step.key for step in steps]


@pytest.mark.parametrize("name", HISTORIES)
def test_whoever_was_told_hears_the_end(name: str) -> None:
    undisturbed = Fate(at=NEVER)
    _ends_well(_play(HISTORIES[name], undisturbed))
    for at in range(1, undisturbed.calls + 1):
        for after in (False, True):
            _ends_well(_play(HISTORIES[name], Fate(at, after)))
