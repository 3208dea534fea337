"""A severity that becomes worse while the alert store is away, and the standby store has its own troubles."""

from dataclasses import dataclass

import pytest

from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.severity import Severity
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.alerting.disk import CRITICAL, HIGH, MEDIUM, open_but_without_the_store
from tests.unit.alerting.world import World


@pytest.fixture
def world() -> World:
    return open_but_without_the_store()


@dataclass
class HalfBrokenStandbyStore(InMemoryStandbyStore):
    """Counts, but can't keep a step."""

    def advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry | None:  # noqa: ARG002 - the port hands them over
        raise StoreUnavailableError("The standby table can't be used: ThrottlingException.")


def test_it_is_told_even_if_it_can_not_be_noted() -> None:
    world = World(standby=HalfBrokenStandbyStore())
    world.check(MEDIUM)
    world.store.unavailable = True
    world.check(CRITICAL)
    world.check(CRITICAL)
    assert world.told == ["opened disk_usage", "escalated disk_usage"]


@dataclass
class OvertakenStandbyStore(InMemoryStandbyStore):
    """Whenever a step is to be kept, another check was faster with what it found."""

    faster: StandbyEntry | None = None

    def advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry | None:
        faster, self.faster = self.faster, None
        if faster is not None:
            super().advance(before, faster)
        return super().advance(before, after)


def test_who_loses_the_race_tells_what_is_worse_still(world: World) -> None:
    world.check(HIGH)
    slow = World(standby=OvertakenStandbyStore(faster=world.standby.entries()[0]))
    slow.check(MEDIUM)
    slow.store.unavailable = True
    slow.minute = 2
    slow.check(CRITICAL)
    step = slow.queue.messages[-1]
    assert step.key.endswith("/3-escalated")
    assert (step.alert.severity, step.previous_notified_severity) == (Severity.CRITICAL, Severity.HIGH)
