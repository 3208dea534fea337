"""Brings a database up to the newest migration with dbmate."""

from local_stack import processes, rewritten, tool
from local_stack.paths import Paths


def migrate(paths: Paths, database_url: str) -> None:
    """Apply the migrations that the database does not have yet; StackError if it has another form of one."""
    if not any(paths.migrations.glob("*.sql")):
        return
    rewritten.refuse(paths, database_url)
    tool.run(
        paths,
        [
            "dbmate",
            "--no-dump-schema",
            f"--migrations-dir={paths.migrations}",
            f"--migrations-table={rewritten.BOOKKEEPING_TABLE}",
            "migrate",
        ],
        environment=processes.clean_environment(DATABASE_URL=database_url),
        failure="A migration failed and was rolled back. Correct it and run 'make migrate' again.",
    )
    rewritten.remember(paths, database_url)
