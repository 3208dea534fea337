"""A real Postgres for the session, and an empty, migrated database for each test that asks for one."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from local_stack.postgres import Cluster, temporary_cluster
from pawpop_monitoring.storage.connection import Database
from tests.integration.schema import migrate


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server that all tests share; whoever stops or pauses it starts it again.

    Autovacuum stays out of it: its transactions count as anybody's, so that a test that counts them would fail whenever
    one happens to pass by.
    """
    with temporary_cluster(max_connections=40) as started:
        with psycopg.connect(started.url("postgres", superuser=True), autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET autovacuum_naptime = '1h'")
            admin.execute("SELECT pg_reload_conf()")
        yield started


@pytest.fixture
def empty_database_url(cluster: Cluster) -> Iterator[str]:
    """A database without any tables, owned by a role that is no superuser."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    yield cluster.create_database(name)
    cluster.drop_database(name)


@pytest.fixture(scope="session")
def migrated(cluster: Cluster) -> str:
    """The name of a migrated database that nobody writes to: a copy takes a tenth of the time of migrating."""
    name = "migrated"
    migrate(cluster.create_database(name))
    return name


@pytest.fixture
def database_url(cluster: Cluster, migrated: str) -> Iterator[str]:
    """A migrated database, owned by a role that is no superuser."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    yield cluster.create_database(name, template=migrated)
    cluster.drop_database(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The product's way into a migrated database."""
    opened = Database(lambda: database_url)
    yield opened
    opened.close()


@pytest.fixture
def direct(database_url: str) -> Iterator[psycopg.Connection]:
    """A plain connection to the same database, to prepare and to look behind the product's back."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection
