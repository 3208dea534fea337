"""The migrations, run without dbmate."""

from pathlib import Path

import psycopg

MIGRATIONS = Path(__file__).parents[2] / "shared" / "migrations"


def migrate(url: str) -> None:
    """Run the upward part of every migration."""
    for file in sorted(MIGRATIONS.glob("*.sql")):
        with psycopg.connect(url) as connection:
            connection.execute(file.read_text().partition("-- migrate:down")[0].encode())
