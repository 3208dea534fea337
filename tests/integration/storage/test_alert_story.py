"""One alert with its history, read out of Postgres and of what outlives it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.get_alert.app import run
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.bootstrap.alert_story_services import StoryReader
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.contracts.records import HealthMetricRecord, NoteRecord
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.device import NO_DEVICE
from pawpop_monitoring.domain.errors import NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.storage.alert_stories import AlertStories
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.curve_queries import CurveQueries
from pawpop_monitoring.storage.record_writer import Recorder
from tests.factories import NOW, make_alert, make_delivery_record, make_transition
from tests.fakes.standby_store import InMemoryStandbyStore

pytestmark = pytest.mark.integration
NOWHERE = "postgresql://nobody@127.0.0.1:9/none"


def reader(database: Database, standby: InMemoryStandbyStore | None = None) -> StoryReader:
    return StoryReader(AlertStories(database), StandbyReads(alerts=standby or InMemoryStandbyStore()), lambda: NOW)


def save(database: Database, alert: Alert, **step: Any) -> str:
    """Store an alert and a transition of it; the transition's key."""
    transition = make_transition(alert=alert, **step)
    before = RuleState(fingerprint=alert.fingerprint)
    assert PostgresAlertStore(database).save(before, RuleState(fingerprint=alert.fingerprint, alert=alert), transition)
    return transition.key


def test_steps_and_deliveries_stand_in_one_row_from_old_to_new(database: Database) -> None:
    alert = make_alert(
        status=AlertStatus.ACKNOWLEDGED, acknowledged_at=NOW + timedelta(minutes=2), acknowledged_by="anna"
    )
    key = save(database, alert)
    rows = [
        make_delivery_record(
            transition_key=key, outcome="retry", provider_id=None, error="500", attempted_at=NOW + timedelta(seconds=9)
        ),
        make_delivery_record(transition_key=key, attempt=2, attempted_at=NOW + timedelta(minutes=1)),
        make_delivery_record(
            transition_key="later",
            attempt=0,
            outcome="waiting",
            why="low severity waits for business hours",
            until=NOW + timedelta(days=2),
            attempted_at=NOW + timedelta(minutes=3),
        ),
    ]
    Recorder(database).write(rows)
    answer = run(reader(database), alert.id)
    assert [(entry.kind, entry.by, entry.channel, entry.outcome, entry.note) for entry in answer.timeline] == [
        ("opened", None, None, None, None),
        ("delivery", None, "email", "retry", "opened: 500"),
        ("delivery", None, "email", "accepted", "opened"),
        ("acknowledged", "anna", None, None, None),
        ("delivery", None, "email", "waiting", "opened: low severity waits for business hours"),
    ]
    last = answer.alert.last_delivery
    assert last is not None
    assert (last.outcome, last.until) == ("waiting", NOW + timedelta(days=2))


def test_who_has_no_device_was_not_told_by_push(database: Database) -> None:
    alert = make_alert()
    key = save(database, alert)
    told = {"transition_key": key, "channel": "push", "attempted_at": NOW + timedelta(seconds=9)}
    Recorder(database).write([make_delivery_record(**told, provider_id=None, error=NO_DEVICE)])
    answer = run(reader(database), alert.id)
    last = answer.alert.last_delivery
    assert last == answer.timeline[-1]
    assert (last.channel, last.outcome, last.note) == ("push", "unheard", f"opened: {NO_DEVICE}")


def test_a_late_copy_of_what_was_told_does_not_make_it_untold(database: Database) -> None:
    alert = make_alert()
    key = save(database, alert)
    dropped = {"attempt": 0, "outcome": "dropped", "provider_id": None, "why": "it is over since"}
    minutes = [NOW + timedelta(minutes=minute) for minute in range(5)]
    Recorder(database).write(
        [
            make_delivery_record(transition_key=key, channel="slack", attempted_at=minutes[1]),
            make_delivery_record(transition_key=key, channel="slack", attempted_at=minutes[4], **dropped),
            make_delivery_record(transition_key=key, channel="push", attempted_at=minutes[2], **dropped),
            make_delivery_record(transition_key=key, channel="push", attempted_at=minutes[3]),
        ]
    )
    told = [(each.channel, each.outcome) for each in run(reader(database), alert.id).timeline if each.channel]
    assert told == [("slack", "accepted"), ("push", "dropped"), ("push", "accepted")]


def test_what_opened_at_about_the_same_time_is_related(database: Database) -> None:
    alert, near, far = (
        make_alert(rule=rule, timestamp=NOW + timedelta(minutes=minutes))
        for rule, minutes in (("connections", 0), ("query_time", 20), ("error_rate", 40))
    )
    for each in (alert, near, far):
        save(database, each)
    assert [related.id for related in run(reader(database), alert.id).related] == [near.id]


@pytest.mark.parametrize(
    ("muted", "note"),
    [({"silenced_by": "s1"}, "silence s1"), ({"inhibited_by": "supabase:unreachable"}, "explained by supabase")],
)
def test_what_was_kept_back_says_by_what(database: Database, muted: dict[str, str], note: str) -> None:
    alert = make_alert(notified_at=None, notified_severity=None, **muted)
    state = RuleState(fingerprint=alert.fingerprint)
    PostgresAlertStore(database).save(state, RuleState(fingerprint=alert.fingerprint, alert=alert), None)
    answer = run(reader(database), alert.id)
    (entry,) = [entry for entry in answer.timeline if entry.kind == "muted"]
    assert entry.note is not None
    assert entry.note.startswith(note)
    assert answer.alert.notified_at is None
    assert answer.alert.last_delivery is None


def test_notes_and_who_took_it_on_stand_in_the_timeline_once(database: Database) -> None:
    alert = make_alert()
    taken = make_alert(
        status=AlertStatus.ACKNOWLEDGED, acknowledged_at=NOW + timedelta(minutes=1), acknowledged_by="Ann", sequence=2
    )
    save(database, alert)
    before, after = (RuleState(fingerprint=alert.fingerprint, alert=each, version=1) for each in (alert, taken))
    step = make_transition(alert=taken, kind=TransitionKind.ACKNOWLEDGED, at=NOW + timedelta(minutes=1))
    assert PostgresAlertStore(database).save(before, after, step)
    notes = [Note.of(alert.id, text, "Bob", NOW + timedelta(minutes=at)) for text, at in (("first", 2), ("second", 3))]
    PostgresAlertStore(database).add_note(notes[0])
    Recorder(database).write([NoteRecord.of(note) for note in (notes[0], notes[0])])
    standby = InMemoryStandbyStore()
    for note in notes:
        standby.add_note(note)
    timeline = run(reader(database, standby), alert.id).timeline
    assert [(entry.kind, entry.by, entry.note) for entry in timeline if entry.kind != "opened"] == [
        ("acknowledged", "Ann", step.reason),
        ("note", "Bob", "first"),
        ("note", "Bob", "second"),
    ]
    gone = Database(lambda: NOWHERE, budget=1)
    standby.put(alert)
    assert [entry.note for entry in run(reader(gone, standby), alert.id).timeline][1:] == ["first", "second"]


def test_who_opened_it_again_stands_in_the_timeline(database: Database) -> None:
    alert = make_alert()
    save(database, alert)
    again = replace(alert, sequence=2)
    before, after = (RuleState(fingerprint=alert.fingerprint, alert=each, version=1) for each in (alert, again))
    step = make_transition(alert=again, at=NOW + timedelta(minutes=1), reason=Reason.REOPENED, by="Zoe")
    assert PostgresAlertStore(database).save(before, after, step)
    opened = [(entry.note, entry.by) for entry in run(reader(database), alert.id).timeline if entry.kind == "opened"]
    assert opened == [(None, None), ("reopened", "Zoe")]


def test_who_gave_it_back_stands_in_the_timeline(database: Database) -> None:
    alert = make_alert()
    save(database, alert)
    before, after = (
        RuleState(fingerprint=alert.fingerprint, alert=each, version=1) for each in (alert, replace(alert, sequence=2))
    )
    step = make_transition(
        alert=after.alert, kind=TransitionKind.REMINDED, reason=Reason.ACKNOWLEDGEMENT_EXPIRED, by="Zoe"
    )
    assert PostgresAlertStore(database).save(before, after, step)
    timeline = run(reader(database), alert.id).timeline
    assert [(entry.note, entry.by) for entry in timeline if entry.kind == "reminded"] == [
        ("acknowledgement_expired", "Zoe")
    ]


def test_an_end_that_postgres_has_not_heard_of_stands_beside_an_earlier_one(database: Database) -> None:
    first, second = (
        make_alert(status=AlertStatus.RESOLVED, resolved_at=NOW + timedelta(hours=hours), resolved_by=by)
        for hours, by in ((1, "Ann"), (3, "Zoe"))
    )
    save(database, first, kind=TransitionKind.RESOLVED, at=NOW + timedelta(hours=1), reason=Reason.RESOLVED)
    again = RuleState(fingerprint=first.fingerprint, alert=replace(first, status=AlertStatus.OPEN, sequence=2))
    step = make_transition(alert=again.alert, at=NOW + timedelta(hours=2), reason=Reason.REOPENED)
    assert PostgresAlertStore(database).save(RuleState(fingerprint=first.fingerprint, version=1), again, step)
    standby = InMemoryStandbyStore()
    standby.hold_end(replace(second, sequence=3), None)
    timeline = run(reader(database, standby), first.id).timeline
    assert [(entry.kind, entry.by) for entry in timeline if entry.kind == "resolved"] == [
        ("resolved", "Ann"),
        ("resolved", "Zoe"),
    ]


def test_notes_go_with_their_alert(database: Database) -> None:
    alert = make_alert()
    save(database, alert)
    PostgresAlertStore(database).add_note(Note.of(alert.id, "text", "Ann", NOW))
    with database.transaction() as cursor:
        cursor.execute("DELETE FROM monitoring_alerts")
        assert cursor.execute("SELECT * FROM monitoring_alert_notes").fetchall() == []


def test_with_postgres_down_the_standby_store_tells_of_what_is_open() -> None:
    standby = InMemoryStandbyStore()
    standby.put(make_alert(acknowledged_at=NOW, acknowledged_by="anna", status=AlertStatus.ACKNOWLEDGED))
    standby.put(make_alert(service="stripe"))
    database = Database(lambda: NOWHERE, budget=1)
    answer = run(reader(database, standby), make_alert().id)
    assert [entry.kind for entry in answer.timeline] == ["opened", "acknowledged"]
    assert [related.service for related in answer.related] == ["stripe"]
    with pytest.raises(StoreUnavailableError):
        run(reader(database, standby), "alert_unknown")


def test_what_the_database_lacks_is_told_by_the_standby_store(database: Database) -> None:
    standby = InMemoryStandbyStore()
    standby.put(make_alert())
    assert run(reader(database, standby), make_alert().id).alert.id == make_alert().id
    with pytest.raises(NotFoundError):
        run(reader(database, standby), "alert_\0unknown")


def test_the_curve_has_the_worst_of_each_step_and_holes_stay_holes(database: Database) -> None:
    opened = NOW - timedelta(hours=2)
    alert = make_alert(timestamp=opened, details={"value": 91, "threshold": 90, "unit": "%"})
    save(database, alert)
    values = {0: 40, 60: 41, 118: 91, 119: 70, 120: 93}
    rows = [
        HealthMetricRecord(
            service="supabase",
            status=ServiceStatus.HEALTHY,
            response_time=1.0,
            error_rate=None,
            details={"connectionUtilization": value},
            observed_at=opened - timedelta(hours=2) + timedelta(minutes=minute),
        )
        for minute, value in values.items()
    ]
    unreadable = rows[0].model_copy(update={"details": {"connectionUtilization": "?"}, "observed_at": opened})
    Recorder(database).write([*rows, unreadable.model_copy(update={"observed_at": opened + timedelta(minutes=9)})])
    curve = replace(reader(database), curves=CurveQueries(database)).curve(alert)
    assert curve is not None
    assert (curve.label, curve.unit, curve.bound, curve.threshold) == ("Connections", "%", "max", 90)
    assert [point.value for point in curve.points] == [40, 41, 91, 93]
    assert curve.points[-1].t <= opened < curve.points[-1].t + timedelta(seconds=curve.step_seconds)


def test_what_no_number_stands_for_has_no_curve(database: Database) -> None:
    known = replace(reader(database), curves=CurveQueries(database))
    assert known.curve(make_alert(service="printify", rule="manual")) is None
    gone = replace(known, curves=CurveQueries(Database(lambda: NOWHERE, budget=1)))
    assert gone.curve(make_alert()) is None
