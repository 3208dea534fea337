"""Who gets at the tables and functions, on Supabase with the privileges that it gives away by default."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.rows import TupleRow

from tests.integration.schema import migrate

pytestmark = pytest.mark.integration

OUTSIDERS = ("anon", "authenticated")
OURS = """
    SELECT oid::regclass::text, relkind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
"""
FUNCTIONS = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"

type Connection = psycopg.Connection[TupleRow]


@pytest.fixture
def generous(empty_database_url: str, supabase_roles: None) -> Iterator[Connection]:
    """A database whose owner has Supabase's default privileges, migrated as dbmate does it."""
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            grant = f"GRANT ALL ON {kind} TO anon, authenticated, service_role"
            connection.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public {grant}".encode())
        connection.execute("CREATE TABLE monitoring_schema_migrations (version varchar PRIMARY KEY)")
        migrate(empty_database_url)
        yield connection


@pytest.fixture(params=["generous", "forward"])
def installed(request: pytest.FixtureRequest) -> Connection:
    connection: Connection = request.getfixturevalue(request.param)
    return connection


def test_nobody_gets_in_through_the_public_api(installed: Connection) -> None:
    for role in OUTSIDERS:
        for name, kind in installed.execute(OURS).fetchall():
            check, rights = (
                ("has_sequence_privilege", "USAGE, SELECT, UPDATE")
                if kind == "S"
                else ("has_table_privilege", "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER")
            )
            right = installed.execute(f"SELECT {check}(%s, %s, %s)".encode(), [role, name, rights])
            assert right.fetchone() == (False,), (role, name)
        for (function,) in installed.execute(FUNCTIONS).fetchall():
            right = installed.execute("SELECT has_function_privilege(%s, %s, 'EXECUTE')", [role, function])
            assert right.fetchone() == (False,), (role, function)


def test_the_service_role_gets_in(installed: Connection) -> None:
    for name, kind in installed.execute(OURS).fetchall():
        if kind == "r":
            right = installed.execute("SELECT has_table_privilege('service_role', %s, 'SELECT')", [name])
            assert right.fetchone() == (True,)
    for (function,) in installed.execute(FUNCTIONS).fetchall():
        right = installed.execute("SELECT has_function_privilege('service_role', %s, 'EXECUTE')", [function])
        assert right.fetchone() == (True,)


def test_every_table_is_secured_by_row_without_a_policy(installed: Connection) -> None:
    unsecured = installed.execute(
        "SELECT relname FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relrowsecurity"
    ).fetchall()
    policies = installed.execute("SELECT policyname FROM pg_policies WHERE schemaname = 'public'").fetchall()
    assert (unsecured, policies) == ([], [])


def test_no_function_can_be_led_astray_by_a_search_path(installed: Connection) -> None:
    unpinned = installed.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND NOT coalesce(proconfig::text LIKE '%search_path=pg_catalog, pg_temp%', false)"
    ).fetchall()
    assert unpinned == []
