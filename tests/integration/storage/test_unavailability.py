"""Every way in which a database can be out of order: known within the budget, and told in words."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from local_stack.postgres import Cluster
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database

pytestmark = pytest.mark.integration

HANGING_BUDGET = 2.5
SECRET = "a-secret-password"


@contextmanager
def failing(match: str, seconds: float = HANGING_BUDGET + 0.4) -> Iterator[None]:
    """The block must fail in time, with a sentence that gives nothing away."""
    started = time.monotonic()
    with pytest.raises(StoreUnavailableError, match=match) as raised:
        yield
    assert time.monotonic() - started < seconds
    for giveaway in ("127.0.0.1", "localhost", "SELECT", SECRET, "nobody-of-that-name"):
        assert giveaway not in str(raised.value)


def read(database: Database) -> object:
    return PostgresAlertStore(database).load(["supabase:connections"])


@contextmanager
def opened(url: str, **changes: str | int) -> Iterator[Database]:
    with closing(Database(lambda: make_conninfo(url, **changes))) as database:
        yield database


@pytest.fixture
def listening() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_server_that_refuses(database_url: str) -> None:
    with opened(database_url, port=9) as database, failing("refuses connections", seconds=0.5):
        read(database)


def test_a_server_that_takes_the_connection_and_never_answers(database_url: str, listening: int) -> None:
    with opened(database_url, port=listening) as database, failing("did not answer"):
        read(database)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": SECRET}, "refuses the user or the password"),
        ({"user": "nobody-of-that-name"}, "refuses the user or the password"),
        ({"dbname": "nobody-of-that-name"}, "does not exist"),
        ({"host": "nobody-of-that-name.invalid"}, "can't be resolved"),
    ],
)
def test_a_url_that_leads_nowhere(database_url: str, changes: dict[str, str], sentence: str) -> None:
    with opened(database_url, **changes) as database, failing(sentence):
        read(database)


def test_a_url_that_is_none() -> None:
    with closing(Database(lambda: f"mysql://root:{SECRET}@127.0.0.1/shop")) as database, failing("postgresql://"):
        read(database)


def take_all_slots(held: ExitStack, url: str) -> None:
    while True:
        held.enter_context(psycopg.connect(url))


def test_a_server_without_a_free_slot(cluster: Cluster, database_url: str) -> None:
    with ExitStack() as others, opened(database_url) as database:
        with pytest.raises(psycopg.OperationalError):
            take_all_slots(others, database_url)
        with failing("no free connection slot", seconds=1):
            read(database)


def test_a_database_that_is_read_only(database: Database, direct: psycopg.Connection) -> None:
    direct.execute(f"ALTER DATABASE {direct.info.dbname} SET default_transaction_read_only = on".encode())

    with failing("read-only", seconds=1):
        PostgresAlertStore(database).mark_published(["x"])


def test_a_database_that_was_never_migrated(empty_database_url: str) -> None:
    with opened(empty_database_url) as database, failing("make migrate", seconds=1):
        read(database)


def test_a_table_that_may_not_be_read(database: Database, direct: psycopg.Connection) -> None:
    direct.execute("REVOKE ALL ON monitoring_alerts FROM current_user")

    with failing("lacks a permission", seconds=1):
        read(database)


def test_a_query_that_takes_too_long(database: Database) -> None:
    with failing("took too long", seconds=1), database.transaction(budget=0.5) as cursor:
        cursor.execute("SELECT pg_sleep(30)")

    read(database)


@pytest.mark.parametrize("known", [True, False], ids=["connection at hand", "no connection yet"])
def test_a_server_that_is_frozen(cluster: Cluster, database: Database, *, known: bool) -> None:
    if known:
        read(database)
    cluster.pause()
    try:
        with failing("did not answer"):
            read(database)
    finally:
        cluster.resume()

    read(database)


def test_who_believes_that_a_server_is_silent_hears_that_it_is_back(cluster: Cluster, database_url: str) -> None:
    url = make_conninfo(database_url)
    with opened(database_url) as looking, closing(Database(lambda: url, believing=True)) as believing:
        cluster.pause()
        try:
            with failing("did not answer"):
                read(looking)
            with failing("did not answer", seconds=0.5):
                read(believing)
        finally:
            cluster.resume()
        read(looking)
        read(believing)


def test_a_connection_that_fell_silent_is_replaced_in_time(database: Database) -> None:
    with database.transaction() as cursor:
        pid = cursor.connection.info.backend_pid
    os.kill(pid, signal.SIGSTOP)
    try:
        read(database)
    finally:
        os.kill(pid, signal.SIGCONT)


def test_a_server_that_freezes_in_the_middle(cluster: Cluster, database: Database, direct: psycopg.Connection) -> None:
    try:
        with failing("did not answer within 1 s", seconds=1.3), database.transaction(budget=1) as cursor:
            cursor.execute("INSERT INTO monitoring_rule_states (fingerprint, version) VALUES ('x', 1)")
            cluster.pause()
            cursor.execute("SELECT 1")
    finally:
        cluster.resume()

    assert direct.execute("SELECT count(*) FROM monitoring_rule_states").fetchone() == (0,)


def stop(cluster: Cluster, direct: psycopg.Connection) -> None:
    cluster.restart("immediate")


def terminate(cluster: Cluster, direct: psycopg.Connection) -> None:
    direct.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


Interruption = Callable[[Cluster, psycopg.Connection], None]


@pytest.mark.parametrize("interrupt", [stop, terminate])
def test_a_connection_that_died_while_it_was_not_used(
    cluster: Cluster, database: Database, direct: psycopg.Connection, interrupt: Interruption
) -> None:
    read(database)
    interrupt(cluster, direct)

    read(database)


@pytest.mark.parametrize("interrupt", [stop, terminate])
def test_a_connection_that_dies_in_the_middle(
    cluster: Cluster, database: Database, direct: psycopg.Connection, interrupt: Interruption
) -> None:
    with failing("lost|shutting down"), database.transaction() as cursor:
        cursor.execute("INSERT INTO monitoring_rule_states (fingerprint, version) VALUES ('x', 1)")
        interrupt(cluster, direct)
        cursor.execute("SELECT 1")

    with database.transaction() as cursor:
        assert cursor.execute("SELECT 1 FROM monitoring_rule_states").fetchone() is None


def write_half_wrong(database: Database) -> None:
    with database.transaction() as cursor:
        cursor.execute("INSERT INTO monitoring_rule_states (fingerprint, version) VALUES ('x', 1)")
        cursor.execute("INSERT INTO monitoring_rule_states (fingerprint, version) VALUES ('y', -1)")


def test_other_errors_pass_and_undo_the_transaction(database: Database) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        write_half_wrong(database)

    with database.transaction() as cursor:
        assert cursor.execute("SELECT 1 FROM monitoring_rule_states").fetchone() is None


def test_settings_do_not_outlive_the_transaction(database: Database) -> None:
    with database.transaction(budget=1) as cursor:
        inside = cursor.execute("SHOW statement_timeout").fetchone()
        connection = cursor.connection
    assert inside == {"statement_timeout": "800ms"}
    assert connection.execute("SHOW statement_timeout").fetchone() == {"statement_timeout": "0"}


def test_times_are_read_as_utc_whatever_the_database_prefers(database: Database, direct: psycopg.Connection) -> None:
    direct.execute(f"ALTER DATABASE {direct.info.dbname} SET timezone = 'America/New_York'".encode())

    with database.transaction() as cursor:
        row = cursor.execute("SELECT timestamptz '2026-07-01 12:00+00' AS moment").fetchone()

    assert row is not None
    assert row["moment"].isoformat() == "2026-07-01T12:00:00+00:00"
