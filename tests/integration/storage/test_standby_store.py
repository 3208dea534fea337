"""What every StandbyStore does, the one in DynamoDB and the fake that other tests use."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.apply.ports import StandbyStore
from pawpop_monitoring.alerting.decide.engine import escalate
from pawpop_monitoring.alerting.decide.notifying import opening_told_at_once
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.factories import NOW, make_alert, make_finding, make_transition
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.integration.storage.conftest import TABLE

pytestmark = pytest.mark.integration


def make_worse(severity: Severity) -> StandbyEntry:
    """What `make_alert()` escalates to, five minutes later."""
    finding = make_finding(severity=severity, message="All connections used", value=100)
    state = RuleState(fingerprint=make_alert().fingerprint, alert=make_alert(severity=Severity.MEDIUM))
    decision = escalate(state, make_alert(severity=Severity.MEDIUM), finding, NOW + timedelta(minutes=5))
    assert decision.after.alert is not None
    return StandbyEntry(alert=decision.after.alert, step=decision.transition)


def entry_of_first(alert: Alert) -> StandbyEntry:
    """What is kept of an alert that was opened by a bad check alone."""
    return StandbyEntry(alert=alert, opening=opening_told_at_once(alert))


WORSE = make_worse(Severity.CRITICAL)


@pytest.fixture(params=["dynamodb", "memory"])
def store(request: pytest.FixtureRequest) -> StandbyStore:
    if request.param == "memory":
        return InMemoryStandbyStore()
    client = request.getfixturevalue("dynamodb")
    return DynamoStandbyStore(client=lambda: client, table=TABLE)


def test_nothing_is_open_at_first(store: StandbyStore) -> None:
    assert list(store.open_alerts()) == []


def test_open_alerts_of_one_service_or_of_all_newest_first(store: StandbyStore) -> None:
    older = make_alert()
    newer = make_alert(rule="query_time", timestamp=NOW + timedelta(minutes=1))
    other = make_alert(service="stripe", rule="unreachable", timestamp=NOW + timedelta(minutes=2))
    for alert in (newer, other, older):
        store.put(alert)

    assert list(store.open_alerts("supabase")) == [newer, older]
    assert list(store.open_alerts()) == [other, newer, older]


def test_put_replaces_what_was_kept_of_the_condition(store: StandbyStore) -> None:
    store.put(make_alert())
    later = make_alert(timestamp=NOW + timedelta(hours=1), occurrences=3)

    store.put(later)

    assert list(store.open_alerts()) == [later]


def test_a_copy_that_is_behind_replaces_nothing(store: StandbyStore) -> None:
    store.put(make_alert())
    store.advance(make_alert(), WORSE)

    store.put(make_alert(occurrences=2))

    assert list(store.entries()) == [WORSE]


def test_counting_starts_with_the_alert_that_is_handed_over(store: StandbyStore) -> None:
    assert store.count(make_alert()) == entry_of_first(make_alert())
    assert list(store.open_alerts()) == [make_alert()]


def test_counting_goes_on_with_the_alert_that_is_open(store: StandbyStore) -> None:
    store.put(make_alert(occurrences=4))
    later = make_alert(timestamp=NOW + timedelta(minutes=5), details={"value": 99})

    counted = store.count(later)

    assert counted.alert == make_alert(occurrences=5, last_seen=later.last_seen)
    assert list(store.entries()) == [counted]


def test_a_worse_severity_is_kept_with_the_step_that_tells_it_and_counted_on(store: StandbyStore) -> None:
    store.put(make_alert())

    assert store.advance(make_alert(), WORSE) == WORSE
    counted = store.count(make_alert(timestamp=NOW + timedelta(minutes=5)))

    assert (counted.alert.severity, counted.alert.occurrences) == (Severity.CRITICAL, 2)
    assert list(store.entries("supabase")) == [counted]
    assert counted.step == WORSE.step


def test_who_comes_second_gets_what_the_first_one_kept(store: StandbyStore) -> None:
    store.put(make_alert())
    store.advance(make_alert(), WORSE)
    milder = make_worse(Severity.HIGH)

    assert store.advance(make_alert(), milder) == WORSE
    assert list(store.entries()) == [WORSE]


def test_what_was_counted_meanwhile_is_not_lost(store: StandbyStore) -> None:
    store.count(make_alert())
    store.count(make_alert())

    store.advance(make_alert(), WORSE)

    assert [alert.occurrences for alert in store.open_alerts()] == [2]


def test_an_alert_that_is_over_does_not_become_worse(store: StandbyStore) -> None:
    newer = make_alert(timestamp=NOW + timedelta(hours=1))

    assert store.advance(make_alert(), WORSE) is None
    store.put(newer)
    assert store.advance(make_alert(), WORSE) is None
    assert list(store.entries()) == [StandbyEntry(alert=newer)]


def test_a_step_is_kept_with_the_alert_and_outlives_copies_that_were_only_counted(store: StandbyStore) -> None:
    store.put(WORSE.alert, WORSE.step)

    store.put(replace(WORSE.alert, occurrences=9))

    assert list(store.entries()) == [replace(WORSE, alert=replace(WORSE.alert, occurrences=9))]


def test_a_step_is_not_repeated_once_another_was_told(store: StandbyStore) -> None:
    store.put(make_alert())
    store.advance(make_alert(), WORSE)

    store.put(replace(WORSE.alert, sequence=3))

    assert [kept.step for kept in store.entries()] == [None]


def test_what_is_not_told_becomes_worse_without_a_step(store: StandbyStore) -> None:
    untold = make_alert(notified_at=None, notified_severity=None)
    store.put(untold)
    worse = StandbyEntry(alert=replace(untold, severity=Severity.CRITICAL))

    assert store.advance(untold, worse) == worse
    assert list(store.entries()) == [worse]


def test_forgetting_drops_the_alert(store: StandbyStore) -> None:
    store.put(make_alert())

    store.forget(replace(make_alert(), occurrences=7))

    assert list(store.open_alerts()) == []


def test_a_newer_alert_of_the_condition_is_not_forgotten(store: StandbyStore) -> None:
    newer = make_alert(timestamp=NOW + timedelta(hours=1))
    store.put(newer)

    store.forget(make_alert())
    store.forget(make_alert(rule="never_kept"))

    assert list(store.open_alerts()) == [newer]


def test_an_open_alert_is_known_as_it_is(store: StandbyStore) -> None:
    store.put(make_alert())
    taken = make_alert(status=AlertStatus.ACKNOWLEDGED, acknowledged_at=NOW, acknowledged_by="person")
    assert store.present(make_alert(id="alert_other")) is None
    store.put(taken)
    assert store.present(make_alert()) == taken


def test_an_end_is_remembered_also_of_what_nobody_kept(store: StandbyStore) -> None:
    over = make_alert(status=AlertStatus.RESOLVED, resolved_at=NOW + timedelta(minutes=5), resolved_by="check")
    store.put(make_alert())
    for _ in range(2):
        store.forget(over)
        assert list(store.open_alerts()) == []
        present = store.present(make_alert())
        assert present is not None
        assert (present.resolved, present.resolved_at) == (True, over.resolved_at)


def test_what_was_opened_again_is_open_and_a_late_copy_opens_nothing(store: StandbyStore) -> None:
    store.put(make_alert(notified_at=NOW))
    store.forget(make_alert(status=AlertStatus.RESOLVED, resolved_at=NOW + timedelta(minutes=5)))
    store.put(make_alert(notified_at=NOW))
    late = store.present(make_alert())
    assert late is not None
    assert late.resolved
    again = make_alert(sequence=3, notified_at=NOW + timedelta(minutes=6))
    store.put(again)
    assert store.present(make_alert()) == again


END = make_transition(
    kind=TransitionKind.RESOLVED,
    alert=make_alert(status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="admin", sequence=2),
)


def test_an_end_is_held_in_place_of_the_open_alert_until_it_is_forgotten(store: StandbyStore) -> None:
    store.put(make_alert())

    store.hold_end(END.alert, END)

    assert list(store.open_alerts()) == []
    assert list(store.entries("supabase")) == [StandbyEntry(alert=END.alert, step=END)]
    store.release_end(END.alert)
    assert list(store.entries()) == []


def test_a_next_alert_opens_beside_the_end_that_is_held(store: StandbyStore) -> None:
    store.hold_end(END.alert, None)
    newer = make_alert(timestamp=NOW + timedelta(hours=1))

    store.count(newer)

    assert list(store.open_alerts()) == [newer]
    assert list(store.entries()) == [entry_of_first(newer), StandbyEntry(alert=END.alert)]


def test_an_alert_whose_end_is_held_is_not_open_even_if_it_was_not_dropped(store: StandbyStore) -> None:
    store.hold_end(END.alert, END)
    store.put(make_alert())

    assert list(store.open_alerts()) == []


def test_what_was_found_last_is_kept_beside_what_people_were_told(store: StandbyStore) -> None:
    store.put(make_alert())

    counted = store.count(make_alert(message="Rejects the password", details={"value": 1}))

    assert counted.alert.message == make_alert().message
    assert (counted.present.message, counted.present.details) == ("Rejects the password", {"value": 1})
    assert [alert.message for alert in store.open_alerts()] == ["Rejects the password"]
    store.put(make_alert(sequence=2))
    assert [entry.present for entry in store.entries()] == [make_alert(sequence=2)]


def test_notes_are_kept_once_and_by_alert(store: StandbyStore) -> None:
    first, second = (Note.of("alert_a", text, "Ann", NOW + timedelta(minutes=at)) for text, at in (("a", 2), ("b", 1)))
    for note in (first, second, first, Note.of("alert_ab", "of another", "Ann", NOW)):
        store.add_note(note)

    assert list(store.notes("alert_a")) == [second, first]
    assert list(store.open_alerts()) == []
