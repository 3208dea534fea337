"""The role of the guide's first step, made by a role that is no superuser: with pg_monitor, or on loan."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from local_stack.postgres import Cluster
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from tests.integration.checks.supabase.conftest import check_of, shop
from tests.integration.schema import migrate

pytestmark = pytest.mark.integration

WITH_ADMIN_OPTIONS = 160000
ROLE = (Path(__file__).parents[4] / "shared" / "postgres_role" / "role.sql").read_text()


@pytest.fixture(params=["WITH ADMIN OPTION", ""])
def monitor_url(request: pytest.FixtureRequest, cluster: Cluster, empty_database_url: str) -> Iterator[str]:
    """Made as on Supabase, where `postgres` is an administrator but no superuser."""
    name = psycopg.conninfo.conninfo_to_dict(empty_database_url)["dbname"]
    with psycopg.connect(cluster.url(str(name), superuser=True), autocommit=True) as superuser:
        superuser.execute("CREATE ROLE dashboard LOGIN PASSWORD 'x' CREATEROLE")
        superuser.execute(f"GRANT pg_monitor TO dashboard {request.param}".encode())
        superuser.execute("GRANT ALL ON SCHEMA public, extensions TO dashboard WITH GRANT OPTION")
        with psycopg.connect(make_conninfo(empty_database_url, user="dashboard", password="x")) as dashboard:
            dashboard.execute(ROLE.encode())
        yield make_conninfo(empty_database_url, user="pawpop_monitor", password="a-long-random-password")
        superuser.execute("REASSIGN OWNED BY dashboard, pawpop_monitor TO CURRENT_USER")
        superuser.execute("DROP OWNED BY dashboard, pawpop_monitor CASCADE")
        superuser.execute("DROP ROLE pawpop_monitor, dashboard")


def test_what_is_on_loan_is_not_lent_to_the_world(cluster: Cluster, empty_database_url: str) -> None:
    """Supabase's default privileges give its API roles every new function, and PostgREST calls it for them."""
    name = psycopg.conninfo.conninfo_to_dict(empty_database_url)["dbname"]
    with psycopg.connect(cluster.url(str(name), superuser=True), autocommit=True) as superuser:
        if superuser.info.server_version < WITH_ADMIN_OPTIONS:
            pytest.skip("before PostgreSQL 16 whoever may create roles may hand pg_monitor on, so nothing is lent")
        try:
            superuser.execute("CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE dashboard LOGIN CREATEROLE")
            superuser.execute("GRANT pg_monitor TO dashboard; GRANT ALL ON SCHEMA public, extensions TO dashboard")
            superuser.execute(
                "ALTER DEFAULT PRIVILEGES FOR ROLE dashboard GRANT ALL ON FUNCTIONS TO anon, authenticated"
            )
            superuser.execute("SET SESSION AUTHORIZATION dashboard")
            superuser.execute(ROLE.encode())
            superuser.execute("RESET SESSION AUTHORIZATION")
            allowed = superuser.execute(
                "SELECT has_function_privilege(role, 'public.monitoring_sessions()', 'EXECUTE') "
                "FROM unnest('{anon, authenticated, pawpop_monitor}'::text[]) AS role"
            ).fetchall()
        finally:
            superuser.execute("RESET SESSION AUTHORIZATION")
            for role in ("pawpop_monitor", "dashboard", "anon", "authenticated"):
                superuser.execute(f"DROP OWNED BY {role} CASCADE".encode())
                superuser.execute(f"DROP ROLE {role}".encode())
    assert allowed == [(False,), (False,), (True,)]


def test_it_migrates_and_sees_everything(monitor_url: str, empty_database_url: str) -> None:
    migrate(monitor_url)
    database = Database(lambda: monitor_url)
    Recorder(database).write([HealthMetricRecord.of(check_of(monitor_url).observe())])
    shop(empty_database_url, "SELECT 1", times=150)
    with psycopg.connect(make_conninfo(empty_database_url, application_name="web")):
        observation = check_of(monitor_url).observe()
    database.close()

    assert (observation.status, observation.findings, observation.error_rate) == ("healthy", (), 0.0)
    assert observation.details["connectionsByApplication"]["web"] == 1
    assert observation.details["queries"] == 150
    assert {"supabase:blind", "supabase:connections", "supabase:locks"} <= observation.cleared
