"""A scheduled check looks again before it says that its service is gone; whoever asks gets the first look's answer."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.checks.second_look import SecondLook
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding, make_observation
from tests.unit.alerting.world import World
from tests.unit.scenarios.monitor import Snapshotted

GONE, WELL = True, False


@dataclass
class Looks:
    """A check whose looks find, one after the other, its service gone or not."""

    found: Iterator[bool]
    world: World
    rule: str = "unreachable"
    service: str = "supabase"

    def observe(self) -> Observation:
        finding = make_finding(rule=self.rule, severity=Severity.CRITICAL)
        gone = next(self.found)
        return make_observation(
            observed_at=self.world.now,
            findings=(finding,) if gone else (),
            cleared=frozenset() if gone else frozenset({finding.fingerprint}),
        )


def _runner(world: World, looks: Looks, pauses: list[float], seconds: float = 20) -> CheckRunner:
    return CheckRunner(
        checks={"supabase": lambda: looks},
        processor=world.processor,
        records=world.records,
        snapshots=Snapshotted(),
        clock=lambda: world.now,
        second_look=SecondLook(seconds, pauses.append),
    )


@pytest.mark.parametrize(
    ("found", "seconds", "told", "pauses"),
    [
        ([WELL], 20, [], []),
        ([GONE, WELL], 20, [], [20]),
        ([GONE, GONE], 20, ["opened unreachable"], [20]),
        ([GONE], 0, ["opened unreachable"], []),
    ],
)
def test_on_schedule(found: list[bool], seconds: float, told: list[str], pauses: list[float]) -> None:
    world, paused = World(), list[float]()
    runner = _runner(world, Looks(iter(found), world), paused, seconds)
    runner.run_on_schedule("supabase")
    assert (world.told, paused) == (told, pauses)
    assert len(world.records.records) == 1


def test_whoever_asks_does_not_wait() -> None:
    world, paused = World(), list[float]()
    _runner(world, Looks(iter([GONE]), world), paused).run("supabase")
    assert (world.told, paused) == (["opened unreachable"], [])


def test_what_is_gone_and_stays_gone_needs_no_proof_until_it_is_back() -> None:
    world, paused = World(), list[float]()
    runner = _runner(world, Looks(iter([GONE, GONE, GONE, WELL, GONE, WELL]), world), paused)
    for pauses in (1, 1, 1, 2):
        runner.run_on_schedule("supabase")
        world.minute += 5
        assert len(paused) == pauses
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_what_has_patience_of_its_own_is_not_looked_at_again() -> None:
    world, paused = World(), list[float]()
    _runner(world, Looks(iter([GONE]), world, rule="connections"), paused).run_on_schedule("supabase")
    assert paused == []
