"""A check changed the alert while a person's request was on its way: what is saved last is told last."""

from datetime import timedelta

from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.progress import Mark
from tests.factories import make_finding
from tests.unit.alerting.world import World

FULL = make_finding(rule="disk_usage", severity=Severity.HIGH)
WORSE = make_finding(rule="disk_usage", severity=Severity.CRITICAL)
ON_ITS_WAY = timedelta(seconds=2)


def _last_word(world: World) -> TransitionKind:
    """What stays, in whatever order the messages arrive."""
    return max(world.queue.messages, key=Mark.of).kind


def _opened() -> tuple[World, str]:
    world = World()
    world.check(FULL)
    (alert_id,) = world.store.alerts
    return world, alert_id


def test_an_end_is_told_behind_an_escalation_of_meanwhile() -> None:
    world, alert_id = _opened()
    world.check(WORSE)
    world.commands.resolve(alert_id, "ann", world.now - timedelta(minutes=1) - ON_ITS_WAY)
    assert _last_word(world) is TransitionKind.RESOLVED


def test_what_is_opened_again_is_open_though_its_end_bears_a_later_time() -> None:
    world, alert_id = _opened()
    world.check(good=(FULL.fingerprint,))
    ended = world.store.alerts[alert_id].resolved_at
    assert ended is not None
    reopened = world.commands.reopen(alert_id, "ann", ended - ON_ITS_WAY)
    kept = world.standby.present(reopened)
    assert kept is not None
    assert not kept.resolved
    assert _last_word(world) is TransitionKind.OPENED


def test_who_took_it_on_did_so_after_what_it_had_become() -> None:
    world, alert_id = _opened()
    world.check(WORSE)
    taken = world.commands.acknowledge(alert_id, "ann", world.now - timedelta(minutes=1) - ON_ITS_WAY)
    assert taken.acknowledged_at == taken.notified_at
