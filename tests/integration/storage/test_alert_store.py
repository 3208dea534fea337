"""What every AlertStore does, the one in Postgres and the fake that other tests use."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from tests.factories import NOW, make_alert, make_transition
from tests.fakes.alert_store import InMemoryAlertStore

pytestmark = pytest.mark.integration

FINGERPRINT = make_alert().fingerprint
NOTHING = RuleState(fingerprint=FINGERPRINT)


@pytest.fixture(params=["postgres", "memory"])
def store(request: pytest.FixtureRequest) -> AlertStore:
    if request.param == "memory":
        return InMemoryAlertStore()
    return PostgresAlertStore(request.getfixturevalue("database"))


def state_of(store: AlertStore) -> RuleState:
    return store.load([FINGERPRINT])[FINGERPRINT]


def opened(store: AlertStore, alert: Alert | None = None) -> RuleState:
    """The state after `alert` was opened and told."""
    alert = alert or make_alert()
    before = state_of(store)
    assert store.save(before, replace(before, alert=alert, outcomes="b"), make_transition(alert=alert))
    return state_of(store)


def resolved(alert: Alert) -> Alert:
    return replace(
        alert,
        status=AlertStatus.RESOLVED,
        resolved_at=NOW + timedelta(minutes=5),
        resolved_by="check",
        sequence=alert.sequence + 1,
    )


def test_what_was_never_stored_has_version_0(store: AlertStore) -> None:
    assert store.load([FINGERPRINT, "stripe:unreachable"]) == {
        FINGERPRINT: NOTHING,
        "stripe:unreachable": RuleState(fingerprint="stripe:unreachable"),
    }


def test_an_opened_alert_comes_back_as_it_was_saved(store: AlertStore) -> None:
    alert = make_alert(details={"value": 92.5, "nested": {"list": [1, None, "ü"]}})

    state = opened(store, alert)

    assert state == RuleState(fingerprint=FINGERPRINT, alert=alert, outcomes="b", version=1)
    assert store.find(alert.id) == alert


def test_counters_are_kept_without_an_alert(store: AlertStore) -> None:
    assert store.save(NOTHING, replace(NOTHING, outcomes="b"), None)

    assert state_of(store) == RuleState(fingerprint=FINGERPRINT, outcomes="b", version=1)


def test_a_state_that_is_outdated_is_not_saved(store: AlertStore) -> None:
    opened(store)
    other = make_alert(timestamp=NOW + timedelta(minutes=1))

    assert not store.save(NOTHING, replace(NOTHING, alert=other), make_transition(alert=other))
    assert store.find(other.id) is None
    assert [message.alert.id for message in store.unpublished()] == [make_alert().id]


@pytest.mark.parametrize(
    "change",
    [
        lambda alert: replace(alert, occurrences=2, last_seen=NOW + timedelta(minutes=1), details={"value": 95}),
        lambda alert: replace(alert, severity=Severity.CRITICAL, message="All connections used", sequence=2),
        lambda alert: replace(alert, status=AlertStatus.ACKNOWLEDGED, acknowledged_at=NOW, acknowledged_by="ann"),
    ],
    ids=["counted", "escalated", "acknowledged"],
)
def test_a_change_of_an_open_alert_comes_back(store: AlertStore, change: Callable[[Alert], Alert]) -> None:
    state = opened(store)
    assert state.alert is not None
    changed = change(state.alert)

    assert store.save(state, replace(state, alert=changed), None)

    assert state_of(store).alert == changed


def test_a_resolved_alert_is_found_but_is_the_state_no_more(store: AlertStore) -> None:
    state = opened(store)
    assert state.alert is not None
    closed = resolved(state.alert)

    assert store.save(
        state,
        replace(state, alert=closed, outcomes=""),
        make_transition(alert=closed, kind=TransitionKind.RESOLVED),
    )

    assert state_of(store) == RuleState(fingerprint=FINGERPRINT, version=2)
    assert store.find(closed.id) == closed


def test_a_resolved_alert_opens_again(store: AlertStore) -> None:
    state = opened(store)
    assert state.alert is not None
    store.save(state, replace(state, alert=resolved(state.alert)), None)
    state = state_of(store)
    again = make_alert(sequence=3, last_seen=NOW + timedelta(hours=1))

    assert store.save(state, replace(state, alert=again), make_transition(alert=again))

    assert state_of(store).alert == again


def test_another_alert_than_the_open_one_is_not_saved(store: AlertStore) -> None:
    state = opened(store)
    other = resolved(make_alert(timestamp=NOW - timedelta(days=1)))

    assert not store.save(state, replace(state, alert=other), None)
    assert state_of(store) == state


def test_an_unknown_id_is_not_found(store: AlertStore) -> None:
    assert store.find("alert_unknown") is None


def test_an_alert_that_was_told_after_it_was_closed_unheard_is_opened_again(store: AlertStore) -> None:
    unheard = make_alert(notified_at=None, notified_severity=None)
    assert store.adopt(unheard)
    state = state_of(store)
    assert state.alert is not None
    assert store.save(state, replace(state, alert=resolved(state.alert)), None)

    assert not store.adopt(unheard)
    assert store.adopt(make_alert())

    reopened = state_of(store).alert
    assert reopened is not None
    assert reopened.notified_at == NOW


def test_an_alert_from_elsewhere_is_adopted_with_its_opening(store: AlertStore) -> None:
    alert = make_alert(occurrences=4, last_seen=NOW + timedelta(minutes=15))

    assert store.adopt(alert)

    assert state_of(store) == RuleState(fingerprint=FINGERPRINT, alert=alert)
    as_told = replace(alert, occurrences=1, last_seen=alert.timestamp)
    assert store.unpublished() == [TransitionMessage.of(make_transition(alert=as_told, reason=Reason.OPENED))]


def test_an_alert_that_became_worse_elsewhere_is_adopted_with_that_step_too(store: AlertStore) -> None:
    later = NOW + timedelta(minutes=15)
    alert = make_alert(severity=Severity.CRITICAL, sequence=2, notified_at=later, escalated=True)
    step = make_transition(alert=alert, kind=TransitionKind.ESCALATED, at=later, reason=Reason.ESCALATED)

    assert store.adopt(alert, step)

    assert state_of(store).alert == alert
    assert [message.key for message in store.unpublished()] == [f"{alert.id}/1-opened", f"{alert.id}/2-escalated"]
    assert store.unpublished()[-1] == TransitionMessage.of(step)


def test_what_became_worse_elsewhere_is_not_told_of_an_alert_that_is_over(store: AlertStore) -> None:
    state = opened(store)
    assert state.alert is not None
    store.save(state, replace(state, alert=resolved(state.alert)), None)

    assert not store.adopt(make_alert(sequence=2), make_transition(kind=TransitionKind.ESCALATED))
    assert [message.kind for message in store.unpublished()] == [TransitionKind.OPENED]


def test_an_adopted_alert_can_be_counted_on(store: AlertStore) -> None:
    store.adopt(make_alert())
    state = state_of(store)
    counted = make_alert(occurrences=2)

    assert store.save(state, replace(state, alert=counted, outcomes="b"), None)

    assert state_of(store) == RuleState(fingerprint=FINGERPRINT, alert=counted, outcomes="b", version=1)


def test_a_known_alert_is_not_adopted(store: AlertStore) -> None:
    state = opened(store)
    assert state.alert is not None
    store.save(state, replace(state, alert=resolved(state.alert)), None)

    assert not store.adopt(make_alert())
    assert state_of(store).alert is None


def test_a_second_alert_of_an_open_condition_is_not_adopted(store: AlertStore) -> None:
    state = opened(store)

    assert not store.adopt(make_alert(timestamp=NOW + timedelta(minutes=1)))
    assert state_of(store) == state
    assert len(store.unpublished()) == 1


def test_messages_wait_oldest_first_until_they_are_published(store: AlertStore) -> None:
    late = make_alert(rule="query_time", timestamp=NOW + timedelta(minutes=2))
    early = make_alert(rule="error_rate", timestamp=NOW + timedelta(minutes=1))
    for alert in (late, early):
        before = RuleState(fingerprint=alert.fingerprint)
        store.save(before, replace(before, alert=alert), make_transition(alert=alert))
    expected = [TransitionMessage.of(make_transition(alert=alert)) for alert in (early, late)]

    assert store.unpublished() == expected
    store.mark_published([expected[0].key])
    assert store.unpublished() == expected[1:]


def test_a_step_is_told_once(store: AlertStore) -> None:
    state = opened(store)
    store.mark_published([message.key for message in store.unpublished()])

    assert store.save(state, replace(state, outcomes="bb"), make_transition())

    assert store.unpublished() == []


def test_what_the_queue_refuses_waits_no_more(store: AlertStore) -> None:
    opened(store)
    (step,) = store.unpublished()

    store.mark_refused({step.key: "InvalidMessageContents"})

    assert list(store.unpublished()) == []


def test_the_moments_of_looks_and_of_flapping_come_back(store: AlertStore) -> None:
    moments = (NOW, NOW + timedelta(minutes=1))
    remembered = replace(NOTHING, outcomes="bg", looked_at=moments, opens=(NOW,), flapping_notified_at=NOW)

    assert store.save(NOTHING, remembered, None)

    assert state_of(store) == replace(remembered, version=1)


def test_an_alert_that_was_closed_and_opened_again_elsewhere_is_opened_again(store: AlertStore) -> None:
    closed = make_alert(status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="admin", sequence=2)
    assert store.adopt(closed, make_transition(kind=TransitionKind.RESOLVED, alert=closed))
    again = make_alert(sequence=3)

    assert store.adopt(again, make_transition(alert=again))
    assert not store.adopt(make_alert(sequence=3), None)

    assert state_of(store).alert == again


def test_the_end_of_an_alert_can_be_adopted_beside_a_newer_one(store: AlertStore) -> None:
    newer = make_alert(timestamp=NOW + timedelta(hours=1))
    opened(store, newer)
    closed = make_alert(status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="admin", sequence=2)

    assert store.adopt(closed, make_transition(kind=TransitionKind.RESOLVED, alert=closed))

    assert store.find(closed.id) == closed
    assert state_of(store).alert == newer
