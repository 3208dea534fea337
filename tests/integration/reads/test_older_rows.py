"""Rows as older writers left them: any JSON, any moment. They were written before the migration, or around it."""

from datetime import timedelta

import psycopg
import pytest

from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.storage.timestamps import EARLIEST, LATEST
from tests.factories import NOW, make_alert, make_health_record
from tests.integration.reads.routes import Routes
from tests.integration.schema import migrate

pytestmark = pytest.mark.integration

READS = [Routes.health, Routes.dashboard, Routes.metrics, Routes.alerts, Routes.status]
INSERT_ALERT = """
INSERT INTO monitoring_alerts (id, service, severity, message, details, timestamp)
VALUES (%(id)s, 'stripe', 'high', 'm', %(details)s, %(timestamp)s)
"""
ODD_DETAILS = {"[]": {"value": []}, '"abc"': {"value": "abc"}, "5": {"value": 5}, "null": {"value": None}}
ODD_MOMENTS = {
    "infinity": LATEST,
    "-infinity": EARLIEST,
    "20000-01-01 00:00+00": LATEST,
    "0044-03-15 00:00+00 BC": EARLIEST,
}


def test_no_details_break_a_route(routes: Routes, direct: psycopg.Connection) -> None:
    routes.store.adopt(make_alert(service="stripe", rule="webhook_gap"))
    routes.store_metrics(make_health_record(observed_at=NOW))
    direct.execute("ALTER TABLE monitoring_alerts DISABLE TRIGGER USER")
    direct.execute("ALTER TABLE system_health_metrics DISABLE TRIGGER USER")

    for details, value in ODD_DETAILS.items():
        direct.execute("UPDATE monitoring_alerts SET details = %s", [details])
        direct.execute("UPDATE system_health_metrics SET details = %s", [details])

        assert all(read(routes) for read in READS)
        expected = value if details != "null" else {}
        assert routes.alerts().alerts[0].details == expected
        assert routes.health().services[0].details == expected


def test_no_json_that_python_does_not_parse_breaks_a_route(routes: Routes, direct: psycopg.Connection) -> None:
    routes.store.adopt(make_alert(service="stripe", rule="webhook_gap"))
    routes.store_metrics(make_health_record(observed_at=NOW))
    for odd in ("9" * 5000, "1e131000", "[" * 3000 + "]" * 3000):
        details = f'{{"beside": 7, "odd": {odd}}}'
        direct.execute("UPDATE monitoring_alerts SET details = %s", [details])
        direct.execute("UPDATE system_health_metrics SET details = %s", [details])

        assert all(read(routes) for read in READS)
        assert routes.alerts().alerts[0].details["beside"] == 7


@pytest.mark.parametrize("kept", [True, False], ids=["as written", "as the trigger mends it"])
@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-Infinity", "1.7e308"])
def test_no_figure_breaks_a_route_or_a_mean(
    routes: Routes, direct: psycopg.Connection, figure: str, *, kept: bool
) -> None:
    if kept:
        direct.execute("ALTER TABLE system_health_metrics DISABLE TRIGGER USER")
    for seconds in (90, 60, 0):
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, response_time, error_rate, created_at)"
            " VALUES ('stripe', 'healthy', %(figure)s, %(figure)s, %(at)s)",
            {"figure": figure, "at": NOW - timedelta(seconds=seconds + 1)},
        )
    routes.store_metrics(make_health_record(service="stripe", observed_at=NOW - timedelta(seconds=120)))

    assert all(read(routes) for read in READS)
    [stripe] = [service for service in routes.health().services if service.service == "stripe"]
    assert (stripe.response_time, stripe.error_rate) == (None, None)
    means = {point.response_time for point in routes.dashboard().history["stripe"]} - {None}
    assert means == {make_health_record().response_time}


def test_what_an_old_writer_stores_becomes_an_object(direct: psycopg.Connection) -> None:
    for details in ODD_DETAILS:
        direct.execute(INSERT_ALERT, {"id": details, "details": details, "timestamp": NOW})
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, details) VALUES ('stripe', 'healthy', %s)", [details]
        )

    for table, order in (("monitoring_alerts", "ctid"), ("system_health_metrics", "id")):
        rows = direct.execute(f"SELECT details FROM {table} ORDER BY {order}".encode()).fetchall()
        assert [details for (details,) in rows] == list(ODD_DETAILS.values())


def test_no_moment_breaks_a_route(routes: Routes, direct: psycopg.Connection) -> None:
    direct.execute("ALTER TABLE monitoring_alerts DISABLE TRIGGER USER")
    for moment, shown in ODD_MOMENTS.items():
        direct.execute("DELETE FROM monitoring_alerts")
        direct.execute(
            "INSERT INTO monitoring_alerts (id, service, rule, fingerprint, severity, message, timestamp, last_seen,"
            " status) VALUES ('odd', 'stripe', 'legacy', 'f', 'high', 'm', %(at)s, %(at)s, 'open')",
            {"at": moment},
        )

        assert all(read(routes) for read in READS)
        assert routes.alerts().alerts[0].timestamp == shown


@pytest.mark.parametrize("moment", ["infinity", "-infinity"])
def test_a_moment_that_is_none_becomes_the_present(routes: Routes, direct: psycopg.Connection, moment: str) -> None:
    direct.execute(INSERT_ALERT, {"id": "old", "details": "{}", "timestamp": moment})
    direct.execute(
        "INSERT INTO system_health_metrics (service, status, created_at) VALUES ('stripe', 'healthy', %(at)s),"
        " ('stripe', 'healthy', %(at)s)",
        {"at": moment},
    )

    for column in ("monitoring_alerts.timestamp", "monitoring_alerts.last_seen", "system_health_metrics.created_at"):
        table, _, name = column.partition(".")
        row = direct.execute(f"SELECT now() - min({name}) < interval '1 minute' FROM {table}".encode()).fetchone()
        assert row == (True,), column


def test_a_row_that_claims_to_be_eternal_does_not_hide_the_newest_check(
    routes: Routes, direct: psycopg.Connection
) -> None:
    with direct.transaction():
        direct.execute("ALTER TABLE system_health_metrics DISABLE TRIGGER USER")
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, created_at) VALUES ('stripe', 'healthy', 'infinity')"
        )
    routes.store_metrics(make_health_record(service="stripe", observed_at=NOW - timedelta(minutes=1)))

    assert routes.health().services[1].last_check == NOW - timedelta(minutes=1)


def test_a_row_from_the_future_does_not_hide_the_newest_check(routes: Routes, direct: psycopg.Connection) -> None:
    """One that a wrong clock had written said for a day that all is well, while each check said that it is not."""
    direct.execute(
        "INSERT INTO system_health_metrics (service, status, created_at) VALUES ('stripe', 'healthy', %s)",
        [NOW + timedelta(days=1)],
    )
    seen = NOW - timedelta(minutes=1)
    routes.store_metrics(make_health_record(service="stripe", observed_at=seen, status=ServiceStatus.WARNING))

    health, board = routes.health().services[1], routes.dashboard().services["stripe"]
    assert {(each.status, each.last_check) for each in (health, board)} == {(ServiceStatus.WARNING, seen)}


def test_the_migration_mends_what_is_there(empty_database_url: str) -> None:
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE monitoring_alerts (id text PRIMARY KEY, service text NOT NULL, severity text NOT NULL,"
            " message text NOT NULL, details jsonb DEFAULT '{}', timestamp timestamptz NOT NULL DEFAULT now(),"
            " resolved boolean DEFAULT false, resolved_at timestamptz, resolved_by text)"
        )
        connection.execute(
            "CREATE TABLE system_health_metrics (id serial PRIMARY KEY, service text NOT NULL, status text NOT NULL,"
            " response_time integer, error_rate numeric(5, 2), details jsonb DEFAULT '{}',"
            " created_at timestamptz NOT NULL DEFAULT now())"
        )
        for place, details in enumerate(ODD_DETAILS):
            connection.execute(INSERT_ALERT, {"id": f"a{place}", "details": details, "timestamp": "infinity"})
            connection.execute(
                "INSERT INTO system_health_metrics (service, status, details, created_at)"
                " VALUES ('stripe', 'healthy', %s, 'infinity')",
                [details],
            )

        migrate(empty_database_url)

        for table, moment in (("monitoring_alerts", "timestamp"), ("system_health_metrics", "created_at")):
            rows = connection.execute(
                f"SELECT details, now() - {moment} < interval '1 minute' FROM {table} ORDER BY id".encode()
            ).fetchall()
            assert rows == [(details, True) for details in ODD_DETAILS.values()]
