"""The migrations, run without dbmate."""

from pathlib import Path

import psycopg

MIGRATIONS = Path(__file__).parents[2] / "shared" / "migrations"


def upward(file: Path) -> str:
    return file.read_text().partition("-- migrate:down")[0]


def migrate(url: str) -> None:
    """Run the upward part of every migration, each in a transaction of its own."""
    for file in sorted(MIGRATIONS.glob("*.sql")):
        with psycopg.connect(url) as connection:
            connection.execute(upward(file).encode())
