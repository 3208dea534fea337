"""What sessions look like to the check: counted when idle, unseen without the right to, and never a small number."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from local_stack.postgres import Cluster, temporary_cluster
from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.storage.supabase_probe import PostgresProbe
from tests.integration.checks.supabase.conftest import check_of, running, sessions
from tests.integration.checks.supabase.round_trips import counted
from tests.integration.schema import migrate

pytestmark = pytest.mark.integration


def _read(url: str) -> SupabaseReading:
    reading = PostgresProbe(lambda: url).read()
    assert isinstance(reading, SupabaseReading), reading
    return reading


@pytest.fixture(scope="module")
def large_cluster() -> Iterator[Cluster]:
    """A server of the size that Postgres has by default."""
    with temporary_cluster(max_connections=100) as started:
        yield started


def test_91_connections_of_which_90_are_idle_are_over_90_percent(large_cluster: Cluster) -> None:
    url = large_cluster.create_database("crowded")
    with sessions(url, 90, autocommit=True), running(url, "SELECT pg_sleep(30)"):
        observation = check_of(url).observe()
    details = observation.details
    assert (observation.status, details["usedConnections"], details["idleConnections"]) == ("critical", 91, 90)
    assert (details["usableConnections"], details["maxConnections"]) == (97, 100)
    assert details["connectionUtilization"] == 93.81
    assert details["connectionsByState"] == {"idle": 90, "active": 1}
    assert details["connectionsByApplication"] == {"web": 91}
    assert [finding.severity for finding in observation.findings] == ["high"]


def test_no_free_slot_is_unreachable(large_cluster: Cluster) -> None:
    url = large_cluster.create_database("full")
    with sessions(url, 97, autocommit=True):
        reading = PostgresProbe(lambda: url).read()
    assert isinstance(reading, Unreachable)
    assert reading.reason == "The database has no free connection slot."


@contextmanager
def _role(admin: psycopg.Connection, grants: str) -> Iterator[dict[str, str]]:
    name = "short_sighted"
    admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x' {grants}".encode())
    try:
        yield {"user": name, "password": "x"}
    finally:
        admin.execute(f"DROP ROLE {name}".encode())


def test_a_role_without_pg_monitor_is_blind_and_not_healthy(database_url: str, admin: psycopg.Connection) -> None:
    with _role(admin, "") as role, sessions(database_url, 38 - 8, autocommit=True):
        observation = check_of(make_conninfo(database_url, **role)).observe()
    assert (observation.status, [finding.fingerprint for finding in observation.findings]) == (
        "unknown",
        ["supabase:blind"],
    )
    assert not {"usedConnections", "connectionUtilization", "idleInTransaction"} & observation.details.keys()
    assert observation.findings[0].details["serverProcesses"] >= 30
    assert {"supabase:connections", "supabase:blind"} & observation.cleared == set()


def test_pg_read_all_stats_is_enough_to_see(database_url: str, admin: psycopg.Connection) -> None:
    with _role(admin, "IN ROLE pg_read_all_stats") as role, sessions(database_url, 5, autocommit=True):
        observation = check_of(make_conninfo(database_url, **role)).observe()
    assert observation.status == "healthy"
    assert observation.details["connectionsByApplication"]["web"] == 5


def test_a_slow_query_shows_while_it_runs(database_url: str) -> None:
    with running(database_url, "SELECT pg_sleep(30)"):
        reading = _read(database_url)
    assert reading.sessions is not None
    assert 250 < (reading.sessions.longest_query_ms or 0) < 5000


def test_sessions_that_wait_and_sessions_that_make_them_wait(database_url: str) -> None:
    with sessions(database_url, 1) as (holder,):
        holder.execute("CREATE TABLE orders (id int)")
        holder.commit()
        holder.execute("LOCK TABLE orders")
        with running(database_url, "SELECT * FROM orders"):
            reading = _read(database_url)
    assert reading.sessions is not None
    assert (reading.sessions.idle_in_transaction, reading.sessions.blocked) == (1, 1)
    assert 200 < (reading.sessions.oldest_idle_in_transaction_ms or 0) < 5000


def test_the_monitors_own_sessions_hold_slots_but_are_not_the_shops_doing(database_url: str) -> None:
    own = make_conninfo(database_url, application_name="pawpop-monitoring")
    with psycopg.connect(own) as monitor:
        monitor.execute("SELECT 1")
        time.sleep(0.1)
        reading = _read(database_url)
    assert reading.connections is not None
    assert reading.connections.by_application["pawpop-monitoring"] == 1
    assert reading.sessions is not None
    assert reading.sessions.idle_in_transaction == 0


def test_read_only_is_down(database_url: str, admin: psycopg.Connection) -> None:
    admin.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', "
                  "current_database()); END $$")  # fmt: skip
    observation = check_of(database_url).observe()
    assert (observation.status, observation.details["readOnly"]) == ("down", True)
    assert [finding.message for finding in observation.findings] == ["The database is read-only, so it takes no orders"]


def test_what_grows_slowly_is_measured(database_url: str) -> None:
    details = check_of(database_url).observe().details
    assert details["databaseSizeBytes"] > 1_000_000
    assert 0 < details["wraparoundAge"] < 1_000_000_000


def test_a_replication_slot_that_keeps_log_is_seen(large_cluster: Cluster) -> None:
    url = large_cluster.create_database("replicated")
    with psycopg.connect(large_cluster.url("replicated", superuser=True), autocommit=True) as admin:
        admin.execute("SELECT pg_create_physical_replication_slot('copy', true)")
        admin.execute("CREATE TABLE filler AS SELECT repeat('x', 500) FROM generate_series(1, 2000)")
        upkeep = _read(url).upkeep
        admin.execute("SELECT pg_drop_replication_slot('copy')")
    assert upkeep is not None
    (slot,) = upkeep.slots
    assert (slot.name, slot.active, slot.lost) == ("copy", False, False)
    assert (slot.lag_bytes or 0) > 500_000


@pytest.mark.parametrize("is_migrated", [True, False])
def test_everything_is_asked_in_two_round_trips(empty_database_url: str, is_migrated: bool) -> None:
    if is_migrated:
        migrate(empty_database_url)
    with counted(empty_database_url) as (proxy, url):
        _read(url)
    begin_and_commit = 2
    assert 0 < proxy.ready - begin_and_commit <= 2
