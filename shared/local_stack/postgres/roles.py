"""The roles and databases inside a server."""

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
APPLICATION = "monitor"


def provision(template_url: str, password: str) -> None:
    """Prepare template1, so that every database made later has the statistics where Supabase keeps them."""
    with psycopg.connect(template_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS extensions")
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA extensions")
        connection.execute("GRANT USAGE ON SCHEMA extensions TO PUBLIC")
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE pg_monitor").format(
                sql.Identifier(APPLICATION), sql.Literal(password)
            )
        )


def create_database(admin_url: str, name: str, template: str) -> None:
    parts = map(sql.Identifier, (name, APPLICATION, template))
    _administer(admin_url, sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*parts))


def drop_database(admin_url: str, name: str) -> None:
    _administer(admin_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def database_exists(admin_url: str, name: str) -> bool:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _administer(admin_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(statement)
