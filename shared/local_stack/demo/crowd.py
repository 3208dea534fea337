"""Visitors who open connections and never leave: what an application without a pool does to a database."""

import math
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from local_stack.postgres import Cluster

ROLE = "demo_visitor"
USABLE = """
SELECT current_setting('max_connections')::integer
     - current_setting('superuser_reserved_connections')::integer
     - current_setting('reserved_connections')::integer
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Idle connections of a role of their own. `usable` is how many there can be at all."""

    url: str
    usable: int
    connections: list[psycopg.Connection[Any]]
    held: ExitStack

    def grow_to(self, percent: float) -> int:
        """Hold at least this share of the usable connections; returns how many are held."""
        while len(self.connections) < math.ceil(self.usable * percent / 100):
            connection = psycopg.connect(self.url, autocommit=True, application_name=ROLE)
            self.connections.append(self.held.enter_context(connection))
        return len(self.connections)


@contextmanager
def crowd(server: Cluster, database: str) -> Iterator[Crowd]:
    """A crowd that is gone, with its role, when the block ends."""
    admin_url = server.url(database, superuser=True)
    password = secrets.token_hex(16)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        row = admin.execute(USABLE).fetchone() or (0,)
        _drop_role(admin)
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(ROLE), password))
    try:
        with ExitStack() as held:
            yield Crowd(_as_role(admin_url, password), int(row[0]), [], held)
    finally:
        with psycopg.connect(admin_url, autocommit=True) as admin:
            _drop_role(admin)


def _drop_role(admin: psycopg.Connection[Any]) -> None:
    admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(ROLE)))


def _as_role(url: str, password: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{ROLE}:{password}@{parts.hostname}:{parts.port}"))
