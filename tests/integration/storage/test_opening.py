"""What our transactions bring along, whatever poolers, roles and other clients left behind, and what they leave."""

import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import DictRow, dict_row

from local_stack.postgres import Cluster
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.opening import open_transaction
from tests.factories import make_alert

pytestmark = pytest.mark.integration


@pytest.fixture
def admin(cluster: Cluster, direct: psycopg.Connection) -> Iterator[psycopg.Connection]:
    with psycopg.connect(cluster.url(direct.info.dbname, superuser=True), autocommit=True) as connection:
        yield connection


def counted(admin: psycopg.Connection) -> tuple[int, int, int]:
    """Commits, rollbacks, and transactions of ours; sessions tell them within a second, or as they end."""
    row = admin.execute(
        "SELECT xact_commit, xact_rollback, pg_stat_get_numscans('monitoring_own_transactions'::regclass)"
        " FROM pg_stat_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None
    return row


def settled(admin: psycopg.Connection, own: int) -> tuple[int, int, int]:
    until = time.monotonic() + 10
    while (seen := counted(admin))[2] < own and time.monotonic() < until:
        time.sleep(0.05)
        admin.execute("SELECT pg_stat_clear_snapshot()")
    return seen


def test_what_fails_of_ours_is_no_rollback_and_each_transaction_is_counted(
    database: Database, admin: psycopg.Connection
) -> None:
    _, before, own = counted(admin)
    store = PostgresAlertStore(database)
    alert = make_alert()
    assert store.adopt(alert)
    state = store.load([alert.fingerprint])[alert.fingerprint]

    for _ in range(10):
        assert not store.adopt(make_alert(id="another"))
        assert not store.save(state.__class__(fingerprint=state.fingerprint, version=7), state, None)
        with suppress(psycopg.errors.DivisionByZero), database.transaction() as cursor:
            cursor.execute("SELECT 1/0")
    database.close()

    _, after, counted_own = settled(admin, own + 32)
    assert (after - before, counted_own - own) == (0, 32)


class SlowlyBegun(psycopg.Connection[DictRow]):
    """To a server that is busy: the first statements of its first transactions take 20 ms."""

    slow = 2

    def execute(self, query: Any, *args: Any, **kwargs: Any) -> psycopg.Cursor[DictRow]:
        if self.slow:
            self.slow -= 1
            query = sql.SQL("SELECT pg_sleep(0.02); {}").format(query)
        return super().execute(query, *args, **kwargs)


def test_a_limit_that_another_client_left_behind_ends_nothing_of_ours(database_url: str) -> None:
    with SlowlyBegun.connect(database_url, autocommit=True, row_factory=dict_row) as connection:
        psycopg.Connection.execute(connection, "SET statement_timeout = 5")
        open_transaction(connection, statement_timeout=2000)
        assert connection.info.transaction_status is psycopg.pq.TransactionStatus.INTRANS
        psycopg.Connection.execute(connection, "SELECT pg_sleep(0.02)")


@pytest.mark.parametrize(
    "left_behind",
    [
        "SET default_transaction_read_only = on",
        "SET search_path = nowhere",
        "SET row_security = on",
        "SET statement_timeout = 1",
        "SET TimeZone = 'Pacific/Auckland'",
        "SET application_name = 'shop'",
    ],
)
def test_what_another_client_of_the_pooler_left_behind_is_not_ours(database: Database, left_behind: str) -> None:
    with database.transaction() as cursor:
        cursor.execute(left_behind.encode())

    assert PostgresAlertStore(database).adopt(make_alert())
    with database.transaction() as cursor:
        row = cursor.execute("SELECT current_setting('application_name') AS name, pg_sleep(0.05)").fetchone()
    assert row is not None
    assert row["name"] == "pawpop-monitoring"


def test_no_name_is_left_behind_for_another_client(database: Database, admin: psycopg.Connection) -> None:
    with database.transaction() as cursor:
        cursor.execute("SELECT 1")

    names = admin.execute("SELECT application_name FROM pg_stat_activity WHERE usename = 'monitor'").fetchall()
    assert ("pawpop-monitoring",) not in names


@pytest.mark.parametrize("by", ["ROLE monitor IN DATABASE", "DATABASE"])
def test_a_database_that_is_read_only_for_all_stays_so(database: Database, admin: psycopg.Connection, by: str) -> None:
    admin.execute(f"ALTER {by} {admin.info.dbname} SET default_transaction_read_only = on".encode())

    with pytest.raises(StoreUnavailableError, match="read-only"):
        PostgresAlertStore(database).adopt(make_alert())


def test_a_search_path_without_public_does_no_harm(database: Database, admin: psycopg.Connection) -> None:
    admin.execute(f"ALTER ROLE monitor IN DATABASE {admin.info.dbname} SET search_path = 'shop'".encode())

    assert PostgresAlertStore(database).adopt(make_alert())
    assert AlertQueries(database).page(ListAlertsQuery()).counts.total == 1


def test_rows_that_row_security_hides_are_no_empty_list(
    database: Database, database_url: str, admin: psycopg.Connection
) -> None:
    assert PostgresAlertStore(database).adopt(make_alert())
    admin.execute("CREATE ROLE plain LOGIN PASSWORD 'plain' IN ROLE pg_monitor")
    try:
        admin.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO plain")
        plain = make_conninfo(database_url, user="plain", password="plain")
        with (
            closing(Database(lambda: plain)) as outsider,
            pytest.raises(StoreUnavailableError, match="Row security hides the monitoring tables"),
        ):
            AlertQueries(outsider).page(ListAlertsQuery())
    finally:
        admin.execute("DROP OWNED BY plain; DROP ROLE plain")


def test_without_the_migration_a_transaction_still_opens(empty_database_url: str) -> None:
    with closing(Database(lambda: empty_database_url)) as database, database.transaction() as cursor:
        assert cursor.execute("SELECT 1 AS one").fetchone() == {"one": 1}
