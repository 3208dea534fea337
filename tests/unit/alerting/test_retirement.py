"""A service that is switched off leaves no alert that is reminded of for ever."""

from pawpop_monitoring.alerting.apply.retirement import Retirement
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.domain.rules import manual_rule
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding
from tests.unit.alerting.world import World

DOWN = make_finding(rule="unreachable", severity=Severity.CRITICAL)
RAISED = manual_rule("supabase").broken(Severity.HIGH, "Orders are stuck", target="1f")
OTHER = make_finding(service="fal-ai", rule="daily_cost")


def _retire(world: World) -> None:
    Retirement(world.commands, StandbyMirror(world.standby, world.silences)).retire("supabase", world.now)


def test_what_its_check_left_open_is_closed_and_said_to_be() -> None:
    world = World()
    world.check(DOWN)
    _retire(world)
    assert world.told == ["opened unreachable", "resolved unreachable"]
    assert world.queue.messages[-1].alert.resolved_by == "The setting ServicesOff"
    for _ in range(60):
        world.minute += 1
        world.run_escalator()
    assert world.told == ["opened unreachable", "resolved unreachable"]


def test_what_a_person_raised_and_other_services_are_left_alone() -> None:
    world = World()
    world.commands.create(RAISED, world.now)
    world.check(OTHER, service="fal-ai")
    _retire(world)
    assert sorted(world.told) == ["opened daily_cost", "opened manual"]


def test_without_the_store_it_is_tried_again() -> None:
    world = World()
    world.check(DOWN)
    world.store.unavailable = True
    _retire(world)
    world.store.unavailable = False
    _retire(world)
    _retire(world)
    assert world.told == ["opened unreachable", "resolved unreachable"]
