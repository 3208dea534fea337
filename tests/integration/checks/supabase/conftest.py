"""The check over a real Postgres and a real sandbox, and what a shop does to its database."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from local_stack.postgres import Cluster
from local_stack.sandbox.server import serve
from pawpop_monitoring.checks.supabase import SupabaseCheck, Upstreams
from pawpop_monitoring.checks.supabase.project import HttpProjectProbe, ProjectAddress, ProjectKeys
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from pawpop_monitoring.storage.supabase_probe import PostgresProbe
from pawpop_monitoring.thresholds import SupabaseThresholds
from tests.live_server import answering

KEYS = ProjectKeys(api="sb_secret_test", management="sbp_test")

type Check = Callable[[], Observation]
type PutFault = Callable[..., None]


@pytest.fixture
def admin(cluster: Cluster, database_url: str) -> Iterator[psycopg.Connection]:
    """A superuser in the same database."""
    name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
    with psycopg.connect(cluster.url(str(name), superuser=True), autocommit=True) as connection:
        yield connection


def check_of(url: str, project: HttpProjectProbe | None = None, **thresholds: str) -> SupabaseCheck:
    """The check as it is deployed, but for the pauses between its attempts."""
    return SupabaseCheck(
        upstreams=Upstreams(PostgresProbe(lambda: url), lambda _: None, project),
        thresholds=SupabaseThresholds.load(
            {f"MONITORING_SUPABASE_{name}": value for name, value in thresholds.items()}
        ),
        clock=system_clock,
    )


@pytest.fixture
def observe(database_url: str, database: Database, admin: psycopg.Connection) -> Check:
    """Checks the database once, and writes down what it saw as the recorder does."""
    _forget_statements(admin)

    def check() -> Observation:
        observation = check_of(database_url).observe()
        Recorder(database).write([HealthMetricRecord.of(observation)])
        return observation

    return check


def _forget_statements(admin: psycopg.Connection) -> None:
    """Those of the tests before fill pg_stat_statements, which then drops some in the middle of a test."""
    where = "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_stat_statements'"
    for (schema,) in admin.execute(where).fetchall():
        admin.execute(f"SELECT {schema}.pg_stat_statements_reset()".encode())


def shop(url: str, *statements: str, times: int = 1) -> None:
    """A customer's session: each statement in a transaction of its own; those that fail are rolled back."""
    with psycopg.connect(url, application_name="shop", autocommit=True) as connection:
        for _ in range(times):
            for statement in statements:
                with suppress(psycopg.Error):
                    connection.execute(statement.encode())


@contextmanager
def sessions(url: str, count: int, **options: Any) -> Iterator[list[psycopg.Connection]]:
    """That many open sessions of an application named `web`."""
    with ExitStack() as held:
        yield [
            held.enter_context(psycopg.connect(make_conninfo(url, application_name="web"), **options))
            for _ in range(count)
        ]


@contextmanager
def running(url: str, statement: str) -> Iterator[None]:
    """A session that is busy with `statement` until the block ends."""
    with closing(psycopg.connect(make_conninfo(url, application_name="web"), autocommit=True)) as busy:
        busy.pgconn.send_query(statement.encode())
        time.sleep(0.3)
        yield
        busy.cancel_safe()


@pytest.fixture
def sandbox_url() -> Iterator[str]:
    """A sandbox that nobody else uses."""
    with answering(serve()) as server:
        yield server.url


@pytest.fixture
def project(sandbox_url: str) -> Iterator[HttpProjectProbe]:
    """A project with all that can be configured."""
    address = ProjectAddress(f"{sandbox_url}/supabase", "abcdef", f"{sandbox_url}/supabase/management")
    with bounded_client() as client:
        yield HttpProjectProbe(client, address, lambda: KEYS)


@pytest.fixture
def put_fault(sandbox_url: str) -> PutFault:
    """Injects a fault into all that the sandbox knows of Supabase."""

    def put(**fault: Any) -> None:
        httpx.put(f"{sandbox_url}/_faults/supabase", json=fault).raise_for_status()

    return put
