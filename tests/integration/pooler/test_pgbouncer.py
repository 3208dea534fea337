"""Everything through a transaction pooler: what the shop's clients leave in its sessions, and what we leave there."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from tests.factories import make_alert
from tests.integration.checks.supabase.conftest import check_of, shop
from tests.integration.pooler.pgbouncer import pooled, program
from tests.integration.schema import migrate

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(program() is None, reason="no pgbouncer here; name one in PAWPOP_PGBOUNCER"),
]


@pytest.fixture
def url(empty_database_url: str) -> Iterator[str]:
    """Through the pooler, to a database that was migrated through it."""
    folder = Path(tempfile.mkdtemp(prefix="pawpop-pgbouncer-"))
    folder.chmod(0o755)
    try:
        with pooled(empty_database_url, folder) as leads_there:
            migrate(leads_there)
            yield leads_there
    finally:
        shutil.rmtree(folder)


def test_the_check_sees_the_shop(url: str) -> None:
    with closing(Database(lambda: url)) as database:
        Recorder(database).write([HealthMetricRecord.of(check_of(url).observe())])
    shop(url, *["SELECT 1"] * 3, "SELECT 1/0", times=40)

    observation = _once_told(url)

    assert [finding.rule for finding in observation.findings] == ["error_rate"]
    assert observation.details["rolledBack"] == 40


def _once_told(url: str) -> Observation:
    """A session that stays open tells its counts at most once a second, at the end of a transaction."""
    until = time.monotonic() + 15
    while (observation := check_of(url).observe()).details.get("rolledBack") != 40 and time.monotonic() < until:
        time.sleep(0.5)
    return observation


def test_a_client_without_a_name_is_the_shop(url: str) -> None:
    check_of(url).observe()
    with psycopg.connect(url) as unnamed:
        unnamed.execute("SELECT 1")
        observation = check_of(url).observe()

    assert observation.details["idleInTransaction"] == 1
    assert "pawpop-monitoring" not in observation.details["connectionsByApplication"]


@pytest.mark.parametrize(
    "setting", ["default_transaction_read_only = on", "search_path = nowhere", "statement_timeout = 1"]
)
def test_what_a_client_sets_for_itself_does_not_reach_us(url: str, setting: str) -> None:
    for _ in range(4):
        with psycopg.connect(url, autocommit=True) as client:
            client.execute(f"SET {setting}".encode())

    assert check_of(url).observe().status == "healthy"
    with closing(Database(lambda: url)) as database:
        assert PostgresAlertStore(database).adopt(make_alert())
        assert AlertQueries(database).page(ListAlertsQuery()).counts.total == 1


def test_nothing_of_ours_stays_in_the_pools_sessions(url: str) -> None:
    check_of(url).observe()
    with psycopg.connect(url, autocommit=True) as client:
        left = client.execute(
            "SELECT current_setting('statement_timeout'), current_setting('row_security'),"
            " current_setting('application_name'), (SELECT count(*) FROM pg_prepared_statements)"
        ).fetchone()

    assert left == ("0", "on", "", 0)


def test_waiting_in_the_poolers_queue_is_part_of_the_probe(url: str) -> None:
    """SHOW POOLS is not for us to read, but who waits as the shop does knows how long that takes."""
    with ExitStack() as held:
        for _ in range(2):  # as many as the pool has
            busy = held.enter_context(closing(psycopg.connect(url, autocommit=True)))
            busy.pgconn.send_query(b"SELECT pg_sleep(1)")
        observation = check_of(url, QUERY_TIME_THRESHOLD="300").observe()

    assert [finding.rule for finding in observation.findings] == ["query_time"]
    assert observation.details["probeMs"] > 300
