"""The function: one run, and the sign of life that follows from how it went."""

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.checks.system import SystemCheck
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.readings.system import QueueDepth, Unread
from tests.factories import NOW
from tests.fakes.publishers import QueueDownError
from tests.fakes.system_sources import make_sources
from tests.unit.alerting.world import World
from tests.unit.checks.system.readings import EXPECTED, PATIENCE, make_snapshots, make_stored

APP = Path(__file__).parents[4] / "functions" / "check_system" / "app.py"


class FakeHeartbeat:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def succeeded(self) -> None:
        self.calls.append("succeeded")

    def failed(self) -> None:
        self.calls.append("failed")


class NoSnapshots:
    def keep(self, record: object) -> None:  # noqa: ARG002
        raise StoreUnavailableError("The snapshot can't be kept.")


@pytest.fixture(scope="module")
def run() -> Callable[..., dict[str, Any]]:
    """The function's own code, loaded from its folder."""
    spec = importlib.util.spec_from_file_location("check_system", APP)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loaded: Callable[..., dict[str, Any]] = module.run
    return loaded


def runner(world: World, *, dead_letters: int = 0, stored: Any = make_stored) -> CheckRunner:
    sources = make_sources(stored, make_snapshots, lambda: QueueDepth(messages=dead_letters))
    check = SystemCheck(sources=sources, expected=EXPECTED, interval=PATIENCE / 3, clock=lambda: NOW)
    return CheckRunner(
        checks={"system": lambda: check},
        processor=world.processor,
        records=world.records,
        snapshots=NoSnapshots(),
        clock=lambda: NOW,
    )


def test_a_run_is_followed_by_a_sign_of_life(run: Callable[..., dict[str, Any]]) -> None:
    heartbeat = FakeHeartbeat()
    outline = run(runner(World()), heartbeat)
    assert (outline["service"], outline["status"], heartbeat.calls) == ("system", "healthy", ["succeeded"])


def test_trouble_that_was_found_is_told_by_mail_and_is_no_failure_of_the_run(
    run: Callable[..., dict[str, Any]],
) -> None:
    world, heartbeat = World(), FakeHeartbeat()
    outline = run(runner(world, dead_letters=2), heartbeat)
    assert (outline["status"], heartbeat.calls) == ("warning", ["succeeded"])
    assert world.told == ["opened dead_letters", "opened dead_letters"]


def test_nor_is_a_database_that_is_down(run: Callable[..., dict[str, Any]]) -> None:
    world, heartbeat = World(), FakeHeartbeat()
    world.store.unavailable = True
    outline = run(runner(world, stored=lambda: Unread("The database refuses connections.")), heartbeat)
    assert (outline["status"], heartbeat.calls) == ("unknown", ["succeeded"])


def test_a_run_that_can_tell_nobody_has_failed(run: Callable[..., dict[str, Any]]) -> None:
    world, heartbeat = World(), FakeHeartbeat()
    world.queue.failing = True
    with pytest.raises(QueueDownError):
        run(runner(world, dead_letters=1), heartbeat)
    assert heartbeat.calls == ["failed"]


def test_a_service_that_is_switched_off_is_not_looked_at_and_not_told_of(run: Callable[..., dict[str, Any]]) -> None:
    world, heartbeat = World(), FakeHeartbeat()
    outline = run(replace(runner(world, dead_letters=2), off=("system",)), heartbeat)
    assert (outline["status"], heartbeat.calls) == ("unknown", ["succeeded"])
    assert "switched off" in outline["problems"][0]
    assert (world.told, world.records.records) == ([], [])


def test_a_check_that_was_late_is_not_late_any_more_once_it_is_switched_off() -> None:
    sources = make_sources(make_stored, make_snapshots, lambda: QueueDepth(messages=0))
    expected = [service for service in EXPECTED if service != "stripe"]
    check = SystemCheck(sources=sources, expected=expected, off=("stripe",), interval=PATIENCE / 3, clock=lambda: NOW)
    assert "system:stale_check:stripe" in check.observe().cleared


def test_dead_letters_are_over_once_their_queue_is_deployed_no_more() -> None:
    """Nobody looked at it again, so its alert was reminded of each hour until a person resolved it."""
    sources = make_sources(make_stored, make_snapshots, lambda: QueueDepth(messages=0))
    check = SystemCheck(
        sources=sources, expected=EXPECTED, queues_gone=("channels",), interval=PATIENCE / 3, clock=lambda: NOW
    )
    assert "system:dead_letters:channels" in check.observe().cleared
