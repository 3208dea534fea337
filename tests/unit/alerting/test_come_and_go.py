"""What comes and goes over hours or a day: told a few times, then once as flapping, and held until it is calm."""

from datetime import timedelta

import pytest

from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.factories import make_finding
from tests.unit.alerting.world import World

DAY = 24 * 60
DOWN = make_finding(rule="unreachable", severity=Severity.CRITICAL, message="Database unreachable")
FULL = make_finding(rule="connections", severity=Severity.HIGH, message="High connection usage")


def _step(world: World, minute: float, *, bad: bool, finding: Finding = DOWN) -> None:
    world.minute = minute
    world.check(*([finding] if bad else []), good=() if bad else (finding.fingerprint,))
    world.minute = minute
    world.run_escalator()


def _day(period: int, bad: int, step: int, *, finding: Finding = DOWN, until: int = DAY) -> World:
    world = World(interval=timedelta(minutes=step))
    for minute in range(0, until, step):
        _step(world, minute, bad=minute % period < bad, finding=finding)
    return world


def _count(world: World, kind: str) -> int:
    return sum(told.startswith(kind) for told in world.told)


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("period", [10, 15, 20, 25, 30, 40, 60, 90, 120, 180, 240])
def test_a_slow_flapper_stays_below_a_days_quota(period: int, step: int) -> None:
    world = _day(period, 5, step)
    assert len(world.told) <= 20
    assert _count(world, "opened") <= 4
    assert _count(world, "reminded") <= 6


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize(("period", "bad"), [(10, 5), (20, 10), (40, 20), (60, 30), (60, 20)])
def test_a_gauge_that_is_bad_half_of_the_time(period: int, bad: int, step: int) -> None:
    world = _day(period, bad, step, finding=FULL)
    assert _count(world, "opened") <= 4
    assert len(world.told) <= 20


@pytest.mark.parametrize("step", [1, 5])
def test_it_is_over_half_an_hour_after_it_was_bad_last(step: int) -> None:
    world = _day(20, 5, step, until=6 * 60)
    assert world.told[-1] != "resolved unreachable"
    for minute in range(6 * 60, 7 * 60, step):
        _step(world, minute, bad=False)
    assert world.told[-1] == "resolved unreachable"
    assert _count(world, "resolved") == 4
    (last,) = [alert for alert in world.store.alerts.values() if alert.flapping]
    assert last.resolved_at is not None
    assert last.resolved_at - last.last_seen <= timedelta(minutes=35)


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("away", [False, True])
def test_an_outage_that_begins_while_it_flaps_is_reminded_of(step: int, away: bool) -> None:
    world = _day(20, 5, step, until=4 * 60)
    before = _count(world, "reminded")
    world.store.unavailable = away
    for minute in range(4 * 60, 6 * 60, step):
        _step(world, minute, bad=True)
    assert _count(world, "reminded") - before >= 4
    world.store.unavailable = False
    for minute in range(6 * 60, 8 * 60, step):
        _step(world, minute, bad=False)
    assert world.told[-1] == "resolved unreachable"
    assert _count(world, "resolved") == _count(world, "opened") == 4


def test_nobody_is_reminded_while_it_is_good() -> None:
    world = World(interval=timedelta(minutes=5))
    for minute in range(0, 12 * 60, 5):
        _step(world, minute, bad=minute % 20 < 5)
        if minute % 20 >= 5:
            assert world.told[-1:] != ["reminded unreachable"] or world.queue.messages[-1].at < world.now


@pytest.mark.parametrize("away", [False, True])
def test_what_is_known_to_flap_and_begins_anew_is_told_only_if_it_lasts(away: bool) -> None:
    world = _day(20, 5, 5, until=2 * 60)
    for minute in range(2 * 60, 3 * 60, 5):
        _step(world, minute, bad=False)
    told = len(world.told)
    for minute in range(3 * 60, 5 * 60, 5):
        _step(world, minute, bad=minute == 3 * 60)
    assert len(world.told) == told
    opened = _count(world, "opened")
    world.store.unavailable = away
    for minute in range(5 * 60, 5 * 60 + 20, 5):
        _step(world, minute, bad=True)
    assert _count(world, "opened") == opened + 1


def test_a_person_who_closes_it_hears_if_it_comes_back() -> None:
    world = _day(20, 5, 5, until=65)
    (alert,) = [alert for alert in world.store.alerts.values() if not alert.resolved]
    assert alert.flapping
    world.commands.resolve(alert.id, "admin", world.now)
    _step(world, 70, bad=True)
    assert world.told[-1] == "opened unreachable"


def test_three_separate_outages_a_day_are_told_one_by_one() -> None:
    world = World()
    for minute in range(0, DAY, 5):
        _step(world, minute, bad=minute % 480 < 30)
    assert [told for told in world.told if told.startswith(("opened", "resolved"))] == [
        "opened unreachable",
        "resolved unreachable",
    ] * 3


def test_seldom_is_still_over_within_hours() -> None:
    world = World()
    for minute in range(0, 30 * 60, 5):
        _step(world, minute, bad=minute % 300 < 5 and minute < 1200)
    assert all(alert.status is AlertStatus.RESOLVED for alert in world.store.alerts.values())
    assert world.told == ["opened unreachable", "resolved unreachable"] * 4


def _day_of_the_database(period: int, bad: int, *, away: bool, until: int = DAY) -> World:
    """The monitored database itself comes and goes; with `away` nothing can be stored or read meanwhile."""
    world = World()
    for minute in range(0, until, 5):
        is_bad = minute % period < bad
        world.store.unavailable = is_bad and away
        _step(world, minute, bad=is_bad)
    return world


@pytest.mark.parametrize("bad", [5, 20])
@pytest.mark.parametrize("period", [60, 240, 300])
def test_a_database_that_comes_and_goes_is_known_to_flap_like_anything_else(period: int, bad: int) -> None:
    """Of one that is down for 5 minutes every 5 hours, the fifth opening was told like the first."""
    away, known = (_day_of_the_database(period, bad, away=away) for away in (True, False))
    assert away.told == known.told


def test_what_is_told_of_it_without_the_store_says_that_it_comes_and_goes() -> None:
    world = _day_of_the_database(300, 5, away=True)
    openings = [message for message in world.queue.messages if message.kind is TransitionKind.OPENED]
    reasons = list(dict.fromkeys((message.key, message.reason) for message in openings))
    assert [reason for _, reason in reasons] == [Reason.OPENED] * 3 + [Reason.FLAPPING]


def test_who_closes_it_without_the_store_hears_if_it_comes_back() -> None:
    world = _day_of_the_database(300, 5, away=True, until=905)
    world.store.unavailable = True
    (alert,) = world.standby.open_alerts()
    assert alert.flapping
    world.commands.resolve(alert.id, "admin", world.now)
    opened = _count(world, "opened")
    world.minute += 60
    world.check(DOWN)
    assert _count(world, "opened") == opened + 1


def test_a_flapper_whose_standby_is_away_is_told_rather_than_not() -> None:
    world = _day_of_the_database(300, 5, away=True, until=1195)
    opened = _count(world, "opened")
    world.store.unavailable = world.standby.unavailable = True
    _step(world, 1200, bad=True)
    assert _count(world, "opened") == opened + 1
