"""`make migrate`: migrations that have been rewritten since, URLs as people paste them, failures in words."""

from pathlib import Path

import psycopg
import pytest

from deploy.errors import DeployError
from deploy.postgres import PostgresDatabase
from local_stack.errors import StackError
from local_stack.migration import migrate
from local_stack.migration_words import words_for
from local_stack.paths import Paths
from pawpop_monitoring.storage.database_url import password_of

pytestmark = pytest.mark.integration

FIRST = (
    "-- migrate:up\n\n-- A table.\nCREATE TABLE public.first (id integer);\n\n-- migrate:down\n\nDROP TABLE first;\n"
)


@pytest.fixture
def checkout(tmp_path: Path, empty_database_url: str) -> Paths:
    """A checkout with one migration, which the database has."""
    paths = Paths(tmp_path)
    paths.create()
    paths.migrations.mkdir(parents=True)
    (paths.migrations / "1_first.sql").write_text(FIRST)
    migrate(paths, empty_database_url)
    return paths


def test_added_files_and_other_words_are_no_obstacle(checkout: Paths, empty_database_url: str) -> None:
    (checkout.migrations / "1_first.sql").write_text(
        FIRST.replace("-- A table.", "-- The very first\n-- of all tables.")
    )
    migrate(checkout, empty_database_url)

    (checkout.migrations / "2_second.sql").write_text(FIRST.replace("first", "second"))
    migrate(checkout, empty_database_url)

    with psycopg.connect(empty_database_url) as connection:
        assert connection.execute("SELECT count(*) FROM second").fetchone() == (0,)


def test_a_file_that_reads_otherwise_now_asks_for_a_reset(checkout: Paths, empty_database_url: str) -> None:
    (checkout.migrations / "1_first.sql").write_text(FIRST.replace("integer", "bigint"))

    with pytest.raises(StackError, match="'make reset'"):
        migrate(checkout, empty_database_url)


def test_a_deployment_sees_what_is_missing_and_refuses_what_reads_otherwise(
    checkout: Paths, empty_database_url: str
) -> None:
    """It said "nothing to migrate" and deployed on the old tables; found on an installation of the version before."""
    database = PostgresDatabase(checkout)
    assert database.refusal(empty_database_url) is None
    assert database.pending(empty_database_url) == []
    (checkout.migrations / "2_second.sql").write_text(FIRST.replace("first", "second"))
    assert database.pending(empty_database_url) == ["2_second"]
    database.migrate(empty_database_url)
    assert database.pending(empty_database_url) == []
    (checkout.migrations / "1_first.sql").write_text(FIRST.replace("integer", "bigint"))
    with pytest.raises(DeployError, match="rewritten"):
        database.pending(empty_database_url)


def test_a_deployment_is_told_why_a_login_is_refused(checkout: Paths, empty_database_url: str) -> None:
    database = PostgresDatabase(checkout)
    assert "refuses connections" in (database.refusal("postgresql://u:p@127.0.0.1:9/d") or "")
    assert database.refusal("mysql://u@h/d")


def test_a_file_that_is_gone_asks_for_a_reset(checkout: Paths, empty_database_url: str) -> None:
    (checkout.migrations / "1_first.sql").rename(checkout.migrations / "20261126000001_first.sql")

    with pytest.raises(StackError, match="'make reset'"):
        migrate(checkout, empty_database_url)


def test_a_database_that_something_else_migrated_is_taken_as_it_is(checkout: Paths, empty_database_url: str) -> None:
    with psycopg.connect(empty_database_url) as connection:
        connection.execute("COMMENT ON TABLE monitoring_schema_migrations IS NULL")

    migrate(checkout, empty_database_url)


@pytest.mark.parametrize("password", ["sec#ret", "se@c/ret?", "50%"])
def test_a_raw_password_is_read_and_never_printed(checkout: Paths, empty_database_url: str, password: str) -> None:
    known = password_of(empty_database_url)

    with pytest.raises(StackError, match="refuses the user or the password") as raised:
        migrate(checkout, empty_database_url.replace(known, password))

    assert password not in f"{raised.value}{raised.value.log}"
    assert "sec" not in f"{raised.value}{raised.value.log}"


def test_a_pasted_url_is_mended(checkout: Paths, empty_database_url: str) -> None:
    migrate(checkout, f'"{empty_database_url}&pgbouncer=true"\n')

    with pytest.raises(StackError, match="does not know: 'fancy'"):
        migrate(checkout, f"{empty_database_url}&fancy=1")


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("Error: pq: unnamed prepared statement does not exist", "port 5432 instead of 6543"),
        ("Error: pq: bind message supplies 1 parameters, but prepared statement requires 2", "port 5432 instead"),
        ("Error: pq: the columns are used by grafana_fal (views of yours): keep", "its name stands above"),
        ("Error: pq: must be owner of table fal_ai_usage", "hand it over"),
        ("Error: pq: permission denied for schema public", "may not create tables"),
        ("Error: pq: syntax error", "Correct it and run 'make migrate' again"),
    ],
)
def test_each_failure_says_what_to_do(log: str, words: str) -> None:
    assert words in words_for(log)
