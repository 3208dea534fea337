"""Records on their way into Postgres: in any order, any number of times, and never lost for a bad neighbour."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.health_metrics import HealthMetrics
from pawpop_monitoring.storage.record_writer import Recorder
from tests.factories import NOW, make_alert, make_alert_record, make_delivery_record, make_health_record

pytestmark = pytest.mark.integration


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database)


def rows(direct: psycopg.Connection, table: str) -> int:
    (number,) = direct.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() or (0,)
    return int(number)


def find(database: Database, alert: Alert) -> Alert | None:
    return PostgresAlertStore(database).find(alert.id)


def test_a_mixed_batch_written_twice_is_there_once(recorder: Recorder, direct: psycopg.Connection) -> None:
    batch: list[Record] = [make_health_record(), make_alert_record(), make_delivery_record(), make_health_record()]

    assert recorder.write(batch) == []
    assert recorder.write(batch) == []

    tables = ("system_health_metrics", "monitoring_alerts", "monitoring_deliveries")
    assert [rows(direct, table) for table in tables] == [1, 1, 1]


def test_nothing_to_write_is_no_work(database_url: str) -> None:
    def no_url() -> str:
        raise AssertionError("it connected")

    assert Recorder(Database(no_url)).write([]) == []


def test_the_newest_metric_of_each_service_is_its_snapshot(recorder: Recorder, database: Database) -> None:
    details = {"value": 1e-3, "text": "ü", "none": None}
    recorder.write(
        [
            make_health_record(observed_at=NOW + timedelta(minutes=1), response_time=33.333333, details=details),
            make_health_record(status=ServiceStatus.DOWN),
            make_health_record(service="stripe", status=ServiceStatus.UNKNOWN, response_time=None, error_rate=None),
        ]
    )

    assert HealthMetrics(database).latest(NOW) == {
        "supabase": ServiceSnapshot(
            service="supabase",
            status=ServiceStatus.HEALTHY,
            last_check=NOW + timedelta(minutes=1),
            response_time=33.333333,
            error_rate=0.25,
            details=details | {"broken": {}},
        ),
        "stripe": ServiceSnapshot(
            service="stripe", status=ServiceStatus.UNKNOWN, last_check=NOW, details={"broken": {}}
        ),
    }


def test_without_metrics_there_is_no_snapshot(database: Database) -> None:
    assert HealthMetrics(database).latest(NOW) == {}


def test_each_attempt_to_deliver_is_kept(recorder: Recorder, direct: psycopg.Connection) -> None:
    refused = make_delivery_record(outcome="retry", provider_id=None, error="429")
    recorder.write([refused, make_delivery_record(attempt=2), make_delivery_record(channel="slack")])

    outcomes = direct.execute("SELECT channel, attempt, outcome FROM monitoring_deliveries ORDER BY 1, 2").fetchall()
    assert outcomes == [("email", 1, "retry"), ("email", 2, "accepted"), ("slack", 1, "accepted")]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_what_waits_the_last_word_is_kept_beside_the_attempts(
    recorder: Recorder, direct: psycopg.Connection, order: tuple[int, ...]
) -> None:
    nothing = {"provider_id": None, "attempt": 0}
    words = [
        make_delivery_record(outcome="waiting", why="others may open", until=NOW + timedelta(seconds=20), **nothing),
        make_delivery_record(outcome="retry", provider_id=None, error="500", attempted_at=NOW + timedelta(seconds=21)),
        make_delivery_record(outcome="dropped", why="it is over", attempted_at=NOW + timedelta(minutes=1), **nothing),
    ]
    for index in order:
        recorder.write([words[index]])
    rows = direct.execute("SELECT attempt, outcome, why, until FROM monitoring_deliveries ORDER BY attempt").fetchall()
    assert rows == [(0, "dropped", "it is over", None), (1, "retry", None, None)]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("failed", ["retry", "failed"])
def test_of_two_attempts_with_one_number_the_one_that_succeeded_is_kept(
    recorder: Recorder, direct: psycopg.Connection, failed: str, order: tuple[int, int], *, at_once: bool
) -> None:
    attempts = [make_delivery_record(outcome=failed, provider_id=None, error="500"), make_delivery_record()]
    in_order = [attempts[index] for index in order]
    for batch in [in_order] if at_once else [[attempt] for attempt in in_order]:
        recorder.write(batch)
    rows = direct.execute("SELECT outcome, provider_id, error FROM monitoring_deliveries").fetchall()
    assert rows == [("accepted", "mail-1", None)]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
@pytest.mark.parametrize("at_once", [True, False])
def test_copies_of_an_alert_count_up_in_any_order(
    recorder: Recorder, database: Database, order: tuple[int, ...], *, at_once: bool
) -> None:
    copies = [
        make_alert_record(make_alert(occurrences=number, last_seen=NOW + timedelta(minutes=number))) for number in order
    ]

    for batch in [copies] if at_once else [[copy] for copy in copies]:
        assert recorder.write(batch) == []

    assert find(database, make_alert()) == make_alert(occurrences=3, last_seen=NOW + timedelta(minutes=3))


def test_a_late_copy_does_not_wake_a_resolved_alert(
    recorder: Recorder, database: Database, direct: psycopg.Connection
) -> None:
    recorder.write([make_alert_record()])
    direct.execute("UPDATE monitoring_alerts SET resolved = true")

    assert recorder.write([make_alert_record(make_alert(occurrences=9, last_seen=NOW + timedelta(days=1)))]) == []

    stored = find(database, make_alert())
    assert stored is not None
    assert (stored.resolved, stored.occurrences) == (True, 1)


def test_a_condition_that_is_open_already_gets_no_second_alert(recorder: Recorder, database: Database) -> None:
    opened = make_alert(timestamp=NOW + timedelta(minutes=1))
    PostgresAlertStore(database).adopt(opened)

    assert recorder.write([make_alert_record()]) == []

    assert find(database, make_alert()) is None


def test_what_an_upstream_put_into_its_error_does_not_stop_a_record(recorder: Recorder, database: Database) -> None:
    nasty = make_alert(message="NUL \0 inside", details={"body": "\0", "rate": float("nan"), "text": r"\u0000"})

    assert recorder.write([make_alert_record(nasty)]) == []

    stored = find(database, nasty)
    assert stored is not None
    assert stored.message == "NUL \N{REPLACEMENT CHARACTER} inside"
    assert stored.details == {"body": "\N{REPLACEMENT CHARACTER}", "rate": None, "text": r"\u0000"}


def test_a_bad_record_is_named_and_its_neighbours_are_written(recorder: Recorder, direct: psycopg.Connection) -> None:
    no_name = make_health_record(service="")
    too_many = make_alert_record(replace(make_alert(), rule="query_time", fingerprint="x", id="x", occurrences=10**12))

    rejected = recorder.write([make_health_record(), no_name, make_delivery_record(), too_many, make_alert_record()])

    assert [rejection.record for rejection in rejected] == [no_name, too_many]
    assert "system_health_metrics_service_check" in str(rejected[0])
    assert "out of range" in str(rejected[1])
    assert rows(direct, "system_health_metrics") == rows(direct, "monitoring_alerts") == 1
    assert rows(direct, "monitoring_deliveries") == 1
