"""Tells a database whose migrations have been rewritten since, as they may be until the first release."""

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

from local_stack.errors import StackError
from local_stack.paths import Paths

# Not dbmate's default name: the monitored database may well use dbmate for its own tables.
BOOKKEEPING_TABLE = "monitoring_schema_migrations"


def refuse(paths: Paths, database_url: str) -> None:
    """StackError if a migration that the database has is gone or reads otherwise now."""
    try:
        with psycopg.connect(database_url) as connection:
            applied, remembered = _applied(connection), _remembered(connection)
    except psycopg.Error:
        # dbmate is about to say what is wrong with the database.
        return
    present = digests(paths.migrations)
    outdated = [version for version in applied if remembered.get(version, present.get(version)) != present.get(version)]
    if outdated or applied - present.keys():
        raise StackError(
            "The database was migrated by files that have been rewritten since, as they may be until the first release."
            " 'make reset' gives the local stack an empty database; another database has to be made anew."
        )


def remember(paths: Paths, database_url: str) -> None:
    """Keep in the database, as the comment of dbmate's table, what each of its migrations read."""
    present = digests(paths.migrations)
    with psycopg.connect(database_url) as connection:
        kept = " ".join(f"{version}={present[version]}" for version in sorted(_applied(connection) & present.keys()))
        connection.execute(
            sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(BOOKKEEPING_TABLE), sql.Literal(kept))
        )


def digests(migrations: Path) -> dict[str, str]:
    """What each version's upward part does, in twelve letters; comments and layout are no part of that."""
    return {file.name.partition("_")[0]: _digest(file.read_text()) for file in sorted(migrations.glob("*.sql"))}


def _digest(text: str) -> str:
    lines = (line.strip() for line in text.partition("-- migrate:down")[0].splitlines())
    said = " ".join(" ".join(line for line in lines if not line.startswith("--")).split())
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _applied(connection: psycopg.Connection) -> set[str]:
    if connection.execute("SELECT to_regclass(%s)", [BOOKKEEPING_TABLE]).fetchone() == (None,):
        return set()
    versions = sql.SQL("SELECT version FROM {}").format(sql.Identifier(BOOKKEEPING_TABLE))
    return {version for (version,) in connection.execute(versions)}


def _remembered(connection: psycopg.Connection) -> dict[str, str]:
    row = connection.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [BOOKKEEPING_TABLE]).fetchone()
    comment = row[0] if row else None
    return {version: digest for version, _, digest in (pair.partition("=") for pair in (comment or "").split())}
