"""Which open alerts the escalator looks at, and what is left of one whose row was deleted."""

from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import NOW, make_alert, make_transition
from tests.fakes.alert_store import InMemoryAlertStore

pytestmark = pytest.mark.integration


@pytest.fixture(params=["postgres", "memory"])
def store(request: pytest.FixtureRequest) -> AlertStore:
    if request.param == "memory":
        return InMemoryAlertStore()
    return PostgresAlertStore(request.getfixturevalue("database"))


def _told(minute: int) -> Alert:
    return make_alert(rule=f"told_{minute}", notified_at=NOW + timedelta(minutes=minute))


def _muted(number: int) -> Alert:
    return make_alert(rule=f"muted_{number}", notified_at=None, notified_severity=None, silenced_by="s")


def test_what_nobody_was_told_of_keeps_no_other_from_its_turn(store: AlertStore) -> None:
    for alert in (*map(_muted, range(5)), _told(9), _told(3), _told(6)):
        assert store.adopt(alert)
    rules = [state.alert.rule for state in store.open_states(2) if state.alert]
    assert all(rule.startswith("muted") for rule in rules[:2])
    assert rules[2:] == ["told_3", "told_6"]


def test_a_row_that_was_deleted_leaves_the_moment_at_which_it_opened(database: Database) -> None:
    store = PostgresAlertStore(database)
    alert = make_alert()
    fresh = RuleState(fingerprint=alert.fingerprint)
    opened = RuleState(fingerprint=alert.fingerprint, alert=alert, opens=(alert.timestamp,))
    assert store.save(fresh, opened, make_transition(alert=alert))
    with database.transaction() as cursor:
        cursor.execute("DELETE FROM monitoring_alerts")
    assert store.find(alert.id) is None
    assert store.load([alert.fingerprint])[alert.fingerprint].opens == (alert.timestamp,)
