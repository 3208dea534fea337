"""Patience is measured in time: it does not matter who looks how often, nor at which interval."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW, make_finding, make_observation
from tests.unit.alerting.world import World

FULL = make_finding(rule="connections")
GOOD = frozenset({FULL.fingerprint})


def _look(world: World, minute: float, *, bad: bool) -> None:
    world.minute = minute
    if bad:
        world.check(FULL)
    else:
        world.check(good=(FULL.fingerprint,))


@pytest.mark.parametrize("minutes", [1, 5])
def test_three_runs_within_six_seconds_are_one_look(minutes: int) -> None:
    world = World(interval=timedelta(minutes=minutes))
    for second in (0, 3, 6):
        _look(world, second / 60, bad=True)
    assert world.told == []
    _look(world, minutes, bad=False)
    assert world.told == []


@pytest.mark.parametrize("minutes", [1, 5])
def test_a_duplicate_and_two_at_once_are_one_look(minutes: int) -> None:
    world = World(interval=timedelta(minutes=minutes))
    for minute in (0, 0, 0.001, minutes, minutes):
        _look(world, minute, bad=minute < minutes)
    assert world.told == []


@pytest.mark.parametrize("minutes", [1, 5])
def test_trouble_that_outlasts_a_hiccup_is_told_whoever_looks_in_between(minutes: int) -> None:
    world = World(interval=timedelta(minutes=minutes))
    for second in range(0, 601, 20):
        _look(world, second / 60, bad=True)
    assert world.told == ["opened connections"]
    (opened,) = {message.key: message for message in world.queue.messages}.values()
    assert timedelta(minutes=1) < opened.at - NOW <= timedelta(minutes=5)


@pytest.mark.parametrize("minutes", [1, 5])
def test_checks_that_start_a_little_early_count(minutes: int) -> None:
    world = World(interval=timedelta(minutes=minutes))
    for number in range(3 if minutes == 1 else 2):
        _look(world, number * minutes - 0.05 * bool(number), bad=True)
    assert world.told == ["opened connections"]


def test_a_bad_look_of_hours_ago_is_no_patience() -> None:
    world = World()
    _look(world, 0, bad=True)
    _look(world, 180, bad=True)
    assert world.told == []
    _look(world, 185, bad=True)
    assert world.told == ["opened connections"]


def test_a_look_that_comes_late_changes_nothing() -> None:
    world = World()
    _look(world, 5, bad=True)
    _look(world, 0, bad=True)
    assert world.told == []


def _unclear(world: World, minute: float) -> None:
    world.minute = minute
    world.processor.process(make_observation(observed_at=world.now, unclear=GOOD))


def test_what_is_unclear_opens_nothing() -> None:
    world = World()
    for minute in range(0, 60, 5):
        _unclear(world, minute)
    assert world.told == []


def test_what_is_open_stays_so_while_it_is_unclear_and_ends_when_it_was_calm() -> None:
    world = World()
    world.check(make_finding(severity=Severity.HIGH))
    _look(world, 5, bad=True)
    for minute in range(10, 35, 5):
        _unclear(world, minute)
    assert world.told == ["opened connections"]
    _unclear(world, 35)
    assert world.told == ["opened connections", "resolved connections"]


def test_what_hovers_about_its_threshold_is_one_alert() -> None:
    world = World()
    _look(world, 0, bad=True)
    for minute in range(5, 240, 5):
        if minute % 20 == 5:
            _look(world, minute, bad=True)
        else:
            _unclear(world, minute)
    assert [told for told in world.told if not told.startswith("reminded")][:1] == ["opened connections"]
    assert sum(told.startswith(("opened", "resolved")) for told in world.told) == 1


def test_what_was_not_judged_stays_as_it_is() -> None:
    world = World()
    for minute in (0, 5):
        _look(world, minute, bad=True)
    for minute in range(10, 120, 5):
        world.minute = minute
        world.check()
    assert world.told == ["opened connections"]


@pytest.mark.parametrize("minutes", [1, 5])
@pytest.mark.parametrize(("seconds", "told"), [(0, []), (119, []), (120, ["opened connections"])])
def test_what_is_known_to_have_outlasted_a_hiccup_needs_no_second_look(
    minutes: int, seconds: int, told: list[str]
) -> None:
    world = World(interval=timedelta(minutes=minutes))
    world.check(replace(FULL, lasted=timedelta(seconds=seconds)))
    assert world.told == told


@pytest.mark.parametrize("minutes", [1, 5])
def test_a_report_that_was_known_at_the_last_look_is_no_second_witness(minutes: int) -> None:
    world = World(interval=timedelta(minutes=minutes))
    for minute in range(0, 16, minutes):
        world.minute = minute
        world.check(replace(FULL, as_of=NOW - timedelta(seconds=30)))
    assert world.told == []


@pytest.mark.parametrize("minutes", [1, 5])
def test_a_report_at_each_look_is(minutes: int) -> None:
    world = World(interval=timedelta(minutes=minutes))
    for minute in range(0, 16, minutes):
        world.minute = minute
        world.check(replace(FULL, as_of=world.now - timedelta(seconds=30)))
    assert world.told == ["opened connections"]
