"""POST /health: all checks side by side within one budget, whatever one of them, or the store, does."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.processor import AlertProcessor
from pawpop_monitoring.alerting.apply.writer import DecisionWriter
from pawpop_monitoring.checks.runner import LOOK_SECONDS, CheckRunner
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import NOW, make_finding, make_observation
from tests.unit.alerting.world import World

SERVICES = ("supabase", "fal-ai", "stripe", "system")


@dataclass
class Look:
    """A check that does as it is told."""

    service: str
    observe: Callable[[], Observation]


@dataclass
class Snapshots:
    kept: list[str] = field(default_factory=list)

    def keep(self, record: HealthMetricRecord) -> None:
        self.kept.append(record.service)


def bad(service: str) -> Observation:
    finding = make_finding(service=service, rule="unreachable")
    return make_observation(service=service, findings=(finding,), cleared=frozenset())


def runner(world: World, looks: dict[str, Callable[[], Observation]] | None = None, **fields: Any) -> CheckRunner:
    chosen = {service: partial(bad, service) for service in SERVICES} | (looks or {})
    parts: dict[str, Any] = {
        "processor": world.processor,
        "records": world.records,
        "snapshots": Snapshots(),
        "clock": lambda: NOW,
    }
    return CheckRunner({name: partial(Look, name, look) for name, look in chosen.items()}, **parts | fields)


def test_a_check_that_is_stuck_keeps_none_of_the_others_back() -> None:
    world, stuck = World(), threading.Event()

    def waits() -> Observation:
        stuck.wait(30)
        return bad("stripe")

    services = runner(world, {"stripe": waits}, look_seconds=0.2)
    began = time.monotonic()
    observations = {observation.service: observation for observation in services.run_all(SERVICES)}
    stuck.set()
    assert time.monotonic() - began < 5
    assert observations["stripe"].status is ServiceStatus.UNKNOWN
    assert "longer than 0.2 s" in observations["stripe"].details["unknown"][0]
    assert {alert.service for alert in world.store.alerts.values()} == set(SERVICES) - {"stripe"}


def test_a_check_with_a_mistake_in_it_keeps_none_of_the_others_back() -> None:
    def fails() -> Observation:
        raise KeyError("bug")

    world = World()
    observations = runner(world, {"fal-ai": fails}).run_all(SERVICES)
    assert [observation.service for observation in observations] == list(SERVICES)
    assert observations[1].status is ServiceStatus.UNKNOWN
    assert len(world.store.alerts) == 3


def test_a_schedule_still_fails_with_its_check() -> None:
    def fails() -> Observation:
        raise KeyError("bug")

    with pytest.raises(KeyError):
        runner(World(), {"fal-ai": fails}).run("fal-ai")


def test_without_a_queue_for_metrics_alerts_are_decided_all_the_same() -> None:
    class Away:
        def record(self, _records: object) -> None:
            raise ConnectionError("RecordQueue is away")

    world, snapshots = World(), Snapshots()
    services = runner(world, records=Away(), snapshots=snapshots)
    with pytest.raises(ConnectionError):
        services.run_all(SERVICES)
    assert len(world.told) == len(SERVICES)
    assert snapshots.kept == list(SERVICES)


@dataclass
class Silent:
    """A server that takes connections and says nothing; `calls` counts them."""

    port: int
    calls: list[socket.socket] = field(default_factory=list)


@pytest.fixture
def silent() -> Iterator[Silent]:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        known = Silent(server.getsockname()[1])

        def accept() -> None:
            while True:
                try:
                    known.calls.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield known
        server.shutdown(socket.SHUT_RDWR)
    for call in known.calls:
        call.close()


def test_a_hanging_database_is_waited_for_once_and_all_are_told(silent: Silent) -> None:
    world = World()
    store: Any = PostgresAlertStore(Database(lambda: f"postgresql://m@127.0.0.1:{silent.port}/m", budget=0.5))
    standby = world.processor.writer.standby
    processor = AlertProcessor(DecisionWriter(store, standby), Outbox(store, world.queue), world.processor.degraded)
    began = time.monotonic()
    runner(world, processor=processor).run_all(SERVICES)
    assert len(silent.calls) == 1
    assert time.monotonic() - began < LOOK_SECONDS / 2
    assert {message.alert.service for message in world.queue.messages} == set(SERVICES)


@pytest.mark.parametrize("patience", [0.2, 2.0])
def test_what_a_look_waited_for_in_vain_is_not_waited_for_again(silent: Silent, patience: float) -> None:
    """Of one run, the looks try as often as they like; what is decided afterwards believes them.

    Psycopg has a patience of its own, of 2 s and more, and may be the first to lose it.
    """
    url = f"postgresql://m@127.0.0.1:{silent.port}/m"
    deciding = Database(lambda: url, budget=5, believing=True)
    for _ in range(2):
        with pytest.raises(StoreUnavailableError), Database(lambda: url, budget=patience).transaction():
            pass
    began = time.monotonic()
    with pytest.raises(StoreUnavailableError, match="did not answer"), deciding.transaction():
        pass
    assert time.monotonic() - began < 1
    assert len(silent.calls) == 2
