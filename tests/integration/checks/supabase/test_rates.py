"""What happened between two checks of a real Postgres, and what survives resets and restarts."""

import psycopg
import pytest

from local_stack.postgres import Cluster
from local_stack.postgres.cluster import StopMode
from pawpop_monitoring.storage.connection import Database
from tests.integration.checks.supabase.conftest import Check, check_of, shop

pytestmark = pytest.mark.integration

GOOD, BAD = "SELECT 1", "SELECT 1/0"


def test_a_rate_needs_two_checks(observe: Check, database_url: str) -> None:
    shop(database_url, BAD, times=200)
    first = observe()
    assert (first.error_rate, first.details["errorRateSample"], first.status) == (None, "first", "healthy")
    assert "supabase:error_rate" not in first.cleared


def test_rollbacks_between_two_checks_are_the_error_rate(observe: Check, database_url: str) -> None:
    observe()
    shop(database_url, *[GOOD] * 3, BAD, times=40)
    second = observe()
    assert second.error_rate == pytest.approx(25, abs=0.5)
    assert [(finding.rule, finding.severity) for finding in second.findings] == [("error_rate", "high")]
    assert second.details["rolledBack"] == 40
    shop(database_url, GOOD, times=400)
    third = observe()
    assert (third.findings, "supabase:error_rate" in third.cleared) == ((), True)


def test_the_monitors_own_traffic_does_not_hide_the_shops_errors(
    observe: Check, database_url: str, database: Database
) -> None:
    observe()
    for _ in range(300):
        with database.transaction() as cursor:
            cursor.execute("SELECT count(*) FROM monitoring_alerts")
    database.close()
    shop(database_url, *[GOOD] * 7, BAD, times=20)
    second = observe()
    assert second.error_rate == pytest.approx(12.5, abs=1.0)
    assert second.details["queries"] <= 165


def test_few_transactions_are_no_rate_but_if_all_fail_that_is_told(observe: Check, database_url: str) -> None:
    observe()
    shop(database_url, *[GOOD] * 24, BAD, times=2)
    second = observe()
    assert (second.error_rate, second.details["errorRateSample"], second.findings) == (None, "few", ())
    shop(database_url, BAD, times=40)
    third = observe()
    assert (third.error_rate, [finding.rule for finding in third.findings]) == (None, ["error_rate"])


def test_the_usual_share_is_known_from_weeks(observe: Check, database_url: str, database: Database) -> None:
    """Its drivers end half of the transactions with a rollback, and did so a week ago."""
    observe()
    shop(database_url, GOOD, BAD, times=400)
    observe()
    with database.transaction() as cursor:
        cursor.execute(
            "UPDATE system_health_metrics SET created_at = now() - interval '7 days' + interval '1 minute'"
            " WHERE id = (SELECT min(id) FROM system_health_metrics)"
        )
    shop(database_url, GOOD, BAD, times=60)
    (finding,) = observe().findings
    assert (finding.severity, finding.message) == ("medium", "High error rate, as it has been for weeks")


def test_slow_queries_raise_the_average_and_the_monitors_own_do_not_lower_it(
    observe: Check, database_url: str, database: Database
) -> None:
    observe()
    for _ in range(100):
        with database.transaction() as cursor:
            cursor.execute("SELECT /* pawpop-monitoring */ 1")
    shop(database_url, "SELECT pg_sleep(0.1)", times=6)
    details = observe().details
    assert (details["queries"], 100 <= details["averageQueryMs"] < 500) == (6, True)
    shop(database_url, "SELECT pg_sleep(0.1)", times=6)
    strict = check_of(database_url, QUERY_TIME_THRESHOLD="99").observe()
    assert [finding.rule for finding in strict.findings] == ["query_time"]


def test_what_a_transaction_costs_besides_its_statements_is_no_query(observe: Check, database_url: str) -> None:
    observe()
    shop(database_url, "BEGIN", "SET LOCAL statement_timeout = 1000", "SELECT pg_sleep(0.01)", "COMMIT", times=10)
    details = observe().details
    assert (details["queries"], details["averageQueryMs"] >= 10) == (10, True)


@pytest.mark.parametrize("schema", ["public", '"Odd schema"'])
def test_pg_stat_statements_is_found_in_any_schema(
    observe: Check, database_url: str, admin: psycopg.Connection, schema: str
) -> None:
    admin.execute("DROP EXTENSION pg_stat_statements")
    admin.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}".encode())
    admin.execute(f"GRANT USAGE ON SCHEMA {schema} TO PUBLIC".encode())
    admin.execute(f"CREATE EXTENSION pg_stat_statements SCHEMA {schema}".encode())
    observe()
    shop(database_url, GOOD, times=50)
    assert observe().details["queries"] == 50


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ("DROP EXTENSION pg_stat_statements", "create it"),
        ("UPDATE pg_extension SET extversion = '1.8' WHERE extname = 'pg_stat_statements'", "UPDATE"),
    ],
)
def test_without_pg_stat_statements_only_the_average_is_missing(
    observe: Check, database_url: str, admin: psycopg.Connection, change: str, note: str
) -> None:
    admin.execute(change.encode())
    first = observe()
    assert (first.status, "supabase:query_time" in first.cleared or "first" in str(first.details)) == ("healthy", True)
    assert note in first.details["notes"][0]
    assert first.details["usedConnections"] >= 1
    assert "averageQueryMs" not in first.details


def test_without_a_memory_there_are_no_rates_but_everything_else(empty_database_url: str) -> None:
    observation = check_of(empty_database_url).observe()
    assert (observation.status, observation.error_rate) == ("healthy", None)
    assert "make migrate" in observation.details["notes"][0]
    assert "supabase:query_time" in observation.cleared


def test_a_lock_on_what_we_count_by_stops_nothing(database: Database, direct: psycopg.Connection) -> None:
    """All that the monitor did waited for it: no alert could be kept, and the database was down."""
    with direct.transaction():
        direct.execute("LOCK TABLE monitoring_own_transactions IN ACCESS EXCLUSIVE MODE")
        with database.transaction(budget=1.0) as cursor:
            assert cursor.execute("SHOW lock_timeout").fetchone() == {"lock_timeout": "0"}


def test_a_lock_on_our_own_memory_is_no_outage(observe: Check, database_url: str, direct: psycopg.Connection) -> None:
    """While a migration or VACUUM FULL held it, a database at work was down, and critical."""
    observe()
    with direct.transaction():
        direct.execute("LOCK TABLE system_health_metrics IN ACCESS EXCLUSIVE MODE")
        observation = check_of(database_url).observe()
    assert observation.findings == ()
    assert "supabase:unreachable" in observation.cleared
    assert [note for note in observation.details["notes"] if "could not be read this time" in note]


@pytest.mark.parametrize("reset", ["SELECT pg_stat_reset()", "SELECT extensions.pg_stat_statements_reset()"])
def test_a_reset_in_between_is_no_sample_rather_than_nonsense(
    observe: Check, database_url: str, admin: psycopg.Connection, reset: str
) -> None:
    shop(database_url, GOOD, BAD, times=200)
    observe()
    admin.execute(reset.encode())
    shop(database_url, GOOD, BAD, times=200)
    second = observe()
    if "statements" in reset:
        assert second.details["queryTimeSample"] == "reset"
        assert second.error_rate == pytest.approx(50, abs=2)
    else:
        assert (second.details["errorRateSample"], second.error_rate) == ("reset", None)
    assert "supabase:query_time" not in second.cleared
    shop(database_url, GOOD, times=300)
    third = observe()
    assert third.details["queries"] >= 300
    assert third.error_rate == pytest.approx(0, abs=1)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_in_between_is_no_sample(
    cluster: Cluster, observe: Check, database_url: str, admin: psycopg.Connection, mode: StopMode
) -> None:
    shop(database_url, GOOD, BAD, times=200)
    observe()
    admin.execute("CHECKPOINT")
    cluster.restart(mode)
    shop(database_url, GOOD, BAD, times=200)
    second = observe()
    assert (second.details["errorRateSample"], second.error_rate, second.findings) == ("reset", None, ())


def test_checks_in_between_neither_reset_nor_shorten_the_sample(observe: Check, database_url: str) -> None:
    observe()
    for _ in range(4):
        shop(database_url, GOOD, GOOD, GOOD, BAD, times=8)
        observe()
    shop(database_url, GOOD, GOOD, GOOD, BAD, times=8)
    assert observe().error_rate == pytest.approx(25, abs=1)


def test_rows_of_other_origin_are_no_counters(observe: Check, direct: psycopg.Connection, database_url: str) -> None:
    for details in ("null", "7", "[]", '{"counters": null}', '{"counters": {"at": "x"}}', "{}"):
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, details) VALUES ('supabase', 'healthy', %s)", [details]
        )
    assert observe().details["errorRateSample"] == "first"
    shop(database_url, GOOD, times=200)
    assert observe().error_rate == pytest.approx(0, abs=0.1)
