"""Rights that are missing, rows that are hidden and statistics that go: blind and said so, on a real Postgres."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from tests.integration.checks.supabase.conftest import Check, check_of, sessions, shop

pytestmark = pytest.mark.integration

GOOD, BAD = "SELECT 1", "SELECT 1/0"


@contextmanager
def role(admin: psycopg.Connection, options: str) -> Iterator[dict[str, str]]:
    admin.execute(f"CREATE ROLE plain LOGIN PASSWORD 'x' {options}".encode())
    try:
        yield {"user": "plain", "password": "x"}
    finally:
        admin.execute("DROP OWNED BY plain; DROP ROLE plain")


def missing(observation: Observation) -> str:
    (finding,) = (finding for finding in observation.findings if finding.rule == "blind")
    assert (observation.status != "healthy", finding.severity) == (True, "low")
    return str(finding.details["missing"])


def test_a_role_that_row_security_keeps_out_is_blind(database_url: str, admin: psycopg.Connection) -> None:
    with role(admin, "IN ROLE pg_monitor") as plain:
        admin.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO plain")
        assert "row security hides" in missing(check_of(make_conninfo(database_url, **plain)).observe())


def test_tables_of_ours_that_may_not_be_read_are_named(database_url: str, admin: psycopg.Connection) -> None:
    """Whoever restored them as another role left the monitor with nothing to read, and the database was healthy."""
    for table in ("monitoring_alerts", "fal_ai_usage"):
        admin.execute(f"ALTER TABLE {table} OWNER TO CURRENT_USER".encode())
    assert "may not read fal_ai_usage, monitoring_alerts;" in missing(check_of(database_url).observe())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("REVOKE SELECT ON extensions.pg_stat_statements_info FROM PUBLIC", "grant it"),
        ("REVOKE SELECT ON extensions.pg_stat_statements FROM PUBLIC", "grant it"),
        ("REVOKE USAGE ON SCHEMA extensions FROM PUBLIC", "grant it"),
        ("REVOKE pg_monitor FROM monitor; GRANT pg_read_all_settings TO monitor", "pg_read_all_stats"),
    ],
)
def test_a_missing_right_is_blind_and_takes_no_other_rate_down(
    observe: Check, database_url: str, admin: psycopg.Connection, change: str, words: str
) -> None:
    try:
        admin.execute(change.encode())
        observe()
        shop(database_url, *[GOOD] * 7, BAD, times=20)
        second = observe()
    finally:
        admin.execute("GRANT pg_monitor TO monitor")
    assert words in missing(second)
    assert second.error_rate == pytest.approx(12.5, abs=2)
    assert "averageQueryMs" not in second.details
    assert not {"supabase:blind", "supabase:query_time"} & second.cleared


def test_sessions_that_do_not_show_what_they_are_at_are_not_seen(database_url: str, admin: psycopg.Connection) -> None:
    """One that sat idle in its transaction was none, and all was well."""
    admin.execute(f"ALTER DATABASE {admin.info.dbname} SET track_activities = off".encode())
    assert check_of(database_url).observe().status == "healthy"
    with sessions(database_url, 1) as (idle,):
        idle.execute("SELECT 1")
        observation = check_of(database_url).observe()
    assert "track_activities" in missing(observation)
    assert not {"supabase:blind", "supabase:idle_in_transaction", "supabase:query_time"} & observation.cleared


def test_statements_that_are_not_told_apart_are_not_known(
    observe: Check, database_url: str, admin: psycopg.Connection
) -> None:
    admin.execute(f"ALTER DATABASE {admin.info.dbname} SET compute_query_id = off".encode())
    observe()
    shop(database_url, GOOD, times=30)
    observation = observe()
    assert "averageQueryMs" not in observation.details
    assert [note for note in observation.details["notes"] if "compute_query_id is off" in note]


def test_a_role_that_may_only_read_is_not_the_shops_outage(
    observe: Check, database_url: str, admin: psycopg.Connection
) -> None:
    admin.execute(f"ALTER ROLE monitor IN DATABASE {admin.info.dbname} SET default_transaction_read_only = on".encode())

    observation = check_of(database_url).observe()

    assert "may only read" in missing(observation)
    assert observation.details["readOnly"] is False


def test_what_another_client_of_a_pooler_set_for_itself_is_no_outage(database: Database, database_url: str) -> None:
    options = make_conninfo(database_url, options="-c default_transaction_read_only=on")
    assert check_of(options).observe().status == "down"
    with database.transaction() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    Recorder(database).write([HealthMetricRecord.of(check_of(database_url).observe())])


@pytest.mark.parametrize("limit", ["DATABASE {} CONNECTION LIMIT 5", "ROLE monitor CONNECTION LIMIT 5"])
def test_a_limit_of_the_database_or_the_role_counts(
    database_url: str, direct: psycopg.Connection, admin: psycopg.Connection, limit: str
) -> None:
    admin.execute(f"ALTER {limit.format(admin.info.dbname)}".encode())
    try:
        with psycopg.connect(database_url), psycopg.connect(database_url):
            observation = check_of(database_url, CONNECTION_THRESHOLD="50").observe()
    finally:
        admin.execute(f"ALTER {limit.format(admin.info.dbname).replace(' 5', ' -1')}".encode())
    assert observation.details["connectionUtilization"] >= 60
    assert [finding.rule for finding in observation.findings] == ["connections"]
    assert observation.findings[0].details["connectionLimit"] == 5
