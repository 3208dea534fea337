"""A disk that fills up, and a store that goes away meanwhile."""

from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding
from tests.unit.alerting.world import World

MEDIUM = make_finding(rule="disk_usage", severity=Severity.MEDIUM, message="Disk at 85 %", value=85)
HIGH = make_finding(rule="disk_usage", severity=Severity.HIGH, message="Disk at 91 %", value=91)
CRITICAL = make_finding(rule="disk_usage", severity=Severity.CRITICAL, message="Disk full", value=100)


def open_but_without_the_store() -> World:
    """A medium alert is open, and the store goes away."""
    world = World()
    world.check(MEDIUM)
    world.store.unavailable = True
    return world
