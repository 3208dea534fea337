"""What Postgres says of the monitor's own work: deliveries by their outcome, and uptime by time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from local_stack import ports
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.domain.readings.system import Deliveries, Stored, Unread
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import NOTICES, TransitionKind
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from pawpop_monitoring.storage.system_state import PostgresSystemState
from tests.factories import NOW, make_alert, make_delivery_record, make_health_record, make_transition
from tests.integration.schema import migrate

pytestmark = pytest.mark.integration

PATIENCE = timedelta(minutes=15)


def _ago(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def _read(database_url: str) -> Stored:
    stored = PostgresSystemState(lambda: database_url).read(NOW, PATIENCE)
    assert isinstance(stored, Stored)
    return stored


def _tell(
    database: Database,
    direct: psycopg.Connection,
    minutes_ago: float,
    kind: TransitionKind = TransitionKind.OPENED,
    **fields: object,
) -> TransitionMessage:
    """A transition that was decided so many minutes ago."""
    alert = make_alert(timestamp=NOW - _ago(minutes_ago), **fields)
    store, before = PostgresAlertStore(database), RuleState(fingerprint=alert.fingerprint)
    transition = make_transition(alert=alert, kind=kind)
    assert store.save(before, replace(before, alert=alert, outcomes="b"), transition)
    direct.execute("UPDATE monitoring_alert_transitions SET saved_at = at")
    return TransitionMessage.of(transition)


def _record(database: Database, *records: Record) -> None:
    assert Recorder(database).write(records) == []


def _attempts(database: Database, outcomes: Sequence[tuple[float, str]]) -> None:
    """Attempts to deliver one mail each: minutes ago, and what came of it."""
    for number, (minutes, outcome) in enumerate(outcomes):
        key, error, at = f"mail-{number}", f"error {number}", NOW - _ago(minutes)
        _record(database, make_delivery_record(transition_key=key, outcome=outcome, error=error, attempted_at=at))


def test_nothing_stored_is_nothing_known(database_url: str) -> None:
    assert _read(database_url) == Stored(latest={}, uptime={}, deliveries=Deliveries())


def test_a_mail_that_was_accepted_is_known_long_afterwards(database: Database, database_url: str) -> None:
    _attempts(database, [(9, "retry")])
    assert not _read(database_url).mail_accepted
    _attempts(database, [(9, "retry"), (20 * 24 * 60, "accepted")])
    assert _read(database_url).mail_accepted


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([(1, "accepted")], Deliveries(accepted=1)),
        ([(9, "retry"), (5, "retry"), (1, "failed")], Deliveries(failing=("email",), failures=3, last_error="error 2")),
        (
            [(9, "retry"), (5, "accepted"), (1, "retry")],
            Deliveries(failing=("email",), failures=1, accepted=1, last_error="error 2"),
        ),
        ([(9, "retry"), (5, "retry"), (1, "accepted")], Deliveries(accepted=1, last_error="error 1")),
        (
            [(16, "retry"), (15.1, "retry"), (14.9, "retry")],
            Deliveries(failing=("email",), failures=1, last_error="error 2"),
        ),
        ([(-1, "retry")], Deliveries()),
    ],
)
def test_failures_count_since_the_last_one_that_was_accepted(
    database: Database, database_url: str, outcomes: list[tuple[float, str]], expected: Deliveries
) -> None:
    _attempts(database, outcomes)
    assert _read(database_url).deliveries == expected


@pytest.mark.parametrize(
    ("minutes_ago", "severity", "undelivered"),
    [(9, "high", 0), (10, "high", 1), (60, "critical", 1), (60, "low", 1), (24 * 60 + 1, "high", 0)],
)
def test_who_was_due_to_be_told_and_was_not(
    database: Database,
    database_url: str,
    direct: psycopg.Connection,
    minutes_ago: float,
    severity: str,
    undelivered: int,
) -> None:
    _tell(database, direct, minutes_ago, severity=Severity(severity))
    deliveries = _read(database_url).deliveries
    assert deliveries.undelivered == undelivered
    assert deliveries.oldest_undelivered == (NOW - _ago(minutes_ago) if undelivered else None)


@pytest.mark.parametrize("kind", TransitionKind)
def test_mail_owes_nobody_a_notice_that_it_is_never_given(
    database: Database, database_url: str, direct: psycopg.Connection, kind: TransitionKind
) -> None:
    message = _tell(database, direct, 30, kind)
    assert _read(database_url).deliveries.undelivered_by == (() if kind in NOTICES else ("email",))
    _record(database, make_delivery_record(transition_key=message.key, channel="slack", outcome="retry"))
    assert "slack" in _read(database_url).deliveries.undelivered_by
    direct.execute("UPDATE monitoring_alert_transitions SET saved_at = now()")
    migrate(database_url)
    owed = direct.execute("SELECT channel FROM monitoring_unsettled_deliveries WHERE channel = 'email'").fetchall()
    assert bool(owed) is (kind not in NOTICES)


@pytest.mark.parametrize(("outcome", "undelivered"), [("accepted", 0), ("failed", 0), ("retry", 1)])
def test_what_was_delivered_or_given_up_waits_no_more(
    database: Database, database_url: str, direct: psycopg.Connection, outcome: str, undelivered: int
) -> None:
    message = _tell(database, direct, 30)
    _record(database, make_delivery_record(transition_key=message.key, outcome=outcome, attempted_at=NOW - _ago(20)))
    assert _read(database_url).deliveries.undelivered == undelivered


@pytest.mark.parametrize(
    ("word", "undelivered"),
    [
        ({"outcome": "waiting", "until": NOW + timedelta(days=2)}, 0),
        ({"outcome": "waiting", "until": NOW - timedelta(minutes=1)}, 1),
        ({"outcome": "dropped"}, 0),
    ],
    ids=["until Monday", "for too long", "overtaken"],
)
def test_what_waits_says_until_when_and_what_was_dropped_waits_no_more(
    database: Database, database_url: str, direct: psycopg.Connection, word: dict[str, Any], undelivered: int
) -> None:
    message = _tell(database, direct, 30, severity=Severity.LOW)
    _record(database, make_delivery_record(transition_key=message.key, attempt=0, attempted_at=NOW - _ago(29), **word))
    deliveries = _read(database_url).deliveries
    assert (deliveries.undelivered, deliveries.failures) == (undelivered, 0)


def test_a_delivery_that_is_noted_before_its_step_settles_it(
    database: Database, database_url: str, direct: psycopg.Connection
) -> None:
    """As well where both are noted at one moment, so that neither sees the other: what is told is looked up."""
    step = _tell(database, direct, 60)
    direct.execute("DELETE FROM monitoring_alert_transitions")
    _record(database, make_delivery_record(transition_key=step.key, outcome="accepted", attempted_at=NOW))
    direct.execute(
        "INSERT INTO monitoring_alert_transitions (key, alert_id, kind, at, message, saved_at)"
        " VALUES (%s, %s, 'opened', %s, '{}', %s)",
        [step.key, step.alert.id, NOW - _ago(60), NOW - _ago(60)],
    )
    assert direct.execute("SELECT count(*) FROM monitoring_unsettled_deliveries").fetchone() == (0,)
    direct.execute(
        "INSERT INTO monitoring_unsettled_deliveries (transition_key, channel) VALUES (%s, 'email')", [step.key]
    )
    assert _read(database_url).deliveries.undelivered == 0


def test_each_channel_settles_for_itself(database: Database, database_url: str, direct: psycopg.Connection) -> None:
    message = _tell(database, direct, 30)
    for channel, outcome in (("slack", "accepted"), ("pagerduty", "retry")):
        _record(database, make_delivery_record(transition_key=message.key, channel=channel, outcome=outcome))
    assert _read(database_url).deliveries.undelivered == 2  # mail and PagerDuty
    _record(database, make_delivery_record(transition_key=message.key))
    assert _read(database_url).deliveries.undelivered == 1


def test_a_mail_that_tells_of_several_is_one_attempt(database: Database, database_url: str) -> None:
    for minutes, outcome in ((9, "retry"), (5, "retry")):
        at = NOW - _ago(minutes)
        rows = [make_delivery_record(transition_key=key, outcome=outcome, attempted_at=at) for key in ("a", "b", "c")]
        _record(database, *(row.model_copy(update={"attempt": 10 - minutes}) for row in rows))
    assert _read(database_url).deliveries.failures == 2


def test_uptime_is_by_time(database: Database, database_url: str) -> None:
    quarters = [(45, ServiceStatus.HEALTHY), (30, ServiceStatus.DOWN), (15, ServiceStatus.WARNING)]
    _record(database, *(make_health_record(observed_at=NOW - _ago(age), status=status) for age, status in quarters))
    stored = _read(database_url)
    assert stored.uptime["supabase"].percent == pytest.approx(100 * 2 / 3)
    assert stored.latest["supabase"].status == "warning"


def test_a_database_that_does_not_answer_is_unread_and_says_why() -> None:
    url = f"postgresql://nobody:secret@127.0.0.1:{ports.any_free()}/none"
    unread = PostgresSystemState(lambda: url).read(NOW, PATIENCE)
    assert isinstance(unread, Unread)
    assert "secret" not in unread.reason


def test_without_its_tables_it_is_unread(empty_database_url: str) -> None:
    unread = PostgresSystemState(lambda: empty_database_url).read(NOW, PATIENCE)
    assert isinstance(unread, Unread)
    assert "make migrate" in unread.reason
