"""What is known of an alert's steps."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.storage.alert_steps import AlertSteps
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import NOW, make_alert, make_transition

pytestmark = pytest.mark.integration


def test_the_last_opening_is_found_among_other_steps(database: Database) -> None:
    store, steps, alert = PostgresAlertStore(database), AlertSteps(database), make_alert()
    assert steps.last_opened_at(alert.id) is None
    state = RuleState(fingerprint=alert.fingerprint)
    for sequence, kind in enumerate((TransitionKind.OPENED, TransitionKind.OPENED, TransitionKind.REMINDED), start=1):
        step = replace(alert, sequence=sequence)
        told = replace(make_transition(alert=step), kind=kind, at=NOW + timedelta(minutes=sequence))
        assert store.save(state, replace(state, alert=step), told)
        state = store.load([alert.fingerprint])[alert.fingerprint]
    assert steps.last_opened_at(alert.id) == NOW + timedelta(minutes=2)
    assert steps.last_news_at(alert.id) == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(("reason", "minute"), [(Reason.ESCALATED, 2), (Reason.UNANSWERED, 1)])
def test_that_it_became_worse_is_news_and_that_nobody_answered_is_none(
    database: Database, reason: Reason, minute: int
) -> None:
    store, alert = PostgresAlertStore(database), make_alert()
    state = RuleState(fingerprint=alert.fingerprint)
    for sequence, (kind, why) in enumerate(
        [(TransitionKind.OPENED, Reason.OPENED), (TransitionKind.ESCALATED, reason)], start=1
    ):
        step = replace(alert, sequence=sequence)
        told = make_transition(alert=step, kind=kind, reason=why, at=NOW + timedelta(minutes=sequence))
        assert store.save(state, replace(state, alert=step), told)
        state = store.load([alert.fingerprint])[alert.fingerprint]
    assert AlertSteps(database).last_news_at(alert.id) == NOW + timedelta(minutes=minute)


def test_without_the_database_no_alert_was_opened_again() -> None:
    assert AlertSteps(Database(lambda: "postgresql://127.0.0.1:9/x")).last_opened_at("alert_1") is None
