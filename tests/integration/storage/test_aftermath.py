"""What follows from a trouble that is over, with the alert store in Postgres: the last alert has to be found."""

from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.inhibition import HOLD_OFF
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import make_finding
from tests.unit.alerting.world import World

pytestmark = pytest.mark.integration

DOWN = make_finding(rule="unreachable", severity=Severity.CRITICAL, message="Database unreachable")
FAILURES = make_finding(service="stripe", rule="consecutive_failures", message="Webhooks fail")


def test_it_is_kept_back_for_a_while_and_told_then(database: Database) -> None:
    world = World(store=PostgresAlertStore(database))  # type: ignore[arg-type]
    world.check(DOWN)
    world.minute = 14
    world.check(good=(DOWN.fingerprint,))
    world.check(FAILURES, service="stripe")
    assert world.told == ["opened unreachable", "resolved unreachable"]
    world.minute += HOLD_OFF / timedelta(minutes=1)
    world.check(FAILURES, service="stripe")
    assert world.told == ["opened unreachable", "resolved unreachable", "opened consecutive_failures"]
