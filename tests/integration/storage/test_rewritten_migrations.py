"""`make migrate` on a database whose migrations have been rewritten since."""

from pathlib import Path

import psycopg
import pytest

from local_stack.errors import StackError
from local_stack.migration import migrate
from local_stack.paths import Paths

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


def test_a_file_that_is_gone_asks_for_a_reset(checkout: Paths, empty_database_url: str) -> None:
    (checkout.migrations / "1_first.sql").rename(checkout.migrations / "20261126000001_first.sql")

    with pytest.raises(StackError, match="'make reset'"):
        migrate(checkout, empty_database_url)


def test_a_database_that_something_else_migrated_is_taken_as_it_is(checkout: Paths, empty_database_url: str) -> None:
    with psycopg.connect(empty_database_url) as connection:
        connection.execute("COMMENT ON TABLE monitoring_schema_migrations IS NULL")

    migrate(checkout, empty_database_url)
