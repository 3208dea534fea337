"""Brings a database up to the newest migration with dbmate."""

from local_stack import processes, tool
from local_stack.paths import Paths

# Not dbmate's default name: the monitored database may well use dbmate for its own tables.
BOOKKEEPING_TABLE = "monitoring_schema_migrations"


def migrate(paths: Paths, database_url: str) -> None:
    """Apply the migrations that the database does not have yet."""
    if not any(paths.migrations.glob("*.sql")):
        return
    tool.run(
        paths,
        [
            "dbmate",
            "--no-dump-schema",
            f"--migrations-dir={paths.migrations}",
            f"--migrations-table={BOOKKEEPING_TABLE}",
            "migrate",
        ],
        environment=processes.clean_environment(DATABASE_URL=database_url),
        failure="A migration failed and was rolled back. Correct it and run 'make migrate' again.",
    )
