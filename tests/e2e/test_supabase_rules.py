"""Rules of the Supabase check that need more than one look, or look beyond the database."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import psycopg
import pytest

from local_stack.postgres import roles
from local_stack.sandbox.supabase import METRICS
from tests.e2e.business_hours import NEEDS_BUSINESS_HOURS
from tests.e2e.shop import Shop
from tests.e2e.trouble import Trouble, patience_of, prove

pytestmark = pytest.mark.e2e

CALLS_PER_CHECK = 5
CUSTOMERS = 6
"""At the same time; five statements are enough for an average."""
SLOW_SECONDS = 5.2
IDLE_MS = 300
SLOT_KEEPS, LOG_FILES = "1MB", 3
XIDS, UNFROZEN = 2**32, 1_100_000_000
DISK_USED = 95.0


def _customers(shop: Shop, good: int, bad: int) -> None:
    with psycopg.connect(shop.stack.database_url, autocommit=True) as connection:
        for statement, times in ((b"SELECT 1", good), (b"SELECT 1/0", bad)):
            for _ in range(times):
                with suppress(psycopg.Error):
                    connection.execute(statement)


def test_failing_transactions_are_one_mail_and_recover(shop: Shop) -> None:
    shop.check("supabase")
    for _ in range(patience_of("supabase:error_rate").open_after):
        shop.wait_until_quiet()
        _customers(shop, good=150, bad=50)
        shop.check("supabase")
    opened = "[HIGH] supabase Alert: High error rate detected"
    assert shop.mails_once_quiet(1) == [opened]
    (alert,) = shop.alerts(service="supabase")
    assert 20 < alert["details"]["value"] <= 25.5
    _customers(shop, good=400, bad=0)
    shop.check("supabase")
    assert shop.mails_once_quiet(2) == [opened, "[RESOLVED] supabase Alert: High error rate detected"]


def test_a_gateway_that_fails_is_one_mail_and_recovers(shop: Shop) -> None:
    checks = patience_of("supabase:service_unhealthy").open_after
    shop.fail_next("supabase", status=500, remaining=checks * CALLS_PER_CHECK)
    shop.check("supabase", times=checks)
    opened = "[HIGH] supabase Alert: None of the project's services answers"
    assert shop.mails_once_quiet(1) == [opened]
    shop.check("supabase")
    assert shop.mails_once_quiet(2) == [opened, "[RESOLVED] supabase Alert: None of the project's services answers"]
    details = shop.query("SELECT details FROM system_health_metrics ORDER BY created_at DESC LIMIT 1")[0][0]
    assert {service["status"] for service in details["services"].values()} == {"healthy"}
    assert details["serverMetrics"]["diskUsedPercent"] == 25.0
    assert details["reportedServices"]["realtime"] == {"status": "healthy"}


def _wait_for_all(shop: Shop, statement: str) -> None:
    """Several customers at the same time ask for the same."""
    with ThreadPoolExecutor(CUSTOMERS) as pool:
        list(pool.map(shop.query, [statement] * CUSTOMERS))


def _ask_slowly(shop: Shop) -> None:
    _wait_for_all(shop, f"SELECT pg_sleep({SLOW_SECONDS})")


def _lose_slot(shop: Shop) -> None:
    """A standby that is gone: the server throws away the log that it still needs."""
    shop.administer(
        f"ALTER SYSTEM SET max_slot_wal_keep_size = '{SLOT_KEEPS}'",
        "SELECT pg_reload_conf()",
        "SELECT pg_create_physical_replication_slot('gone', true)",
        *("SELECT pg_logical_emit_message(false, 'test', 'x')", "SELECT pg_switch_wal()") * LOG_FILES,
        "CHECKPOINT",
    )


def _drop_slot(shop: Shop) -> None:
    shop.administer(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots",
        "ALTER SYSTEM RESET max_slot_wal_keep_size",
        "SELECT pg_reload_conf()",
    )


def _neglect_freezing(shop: Shop) -> None:
    """A database that was not vacuumed for long. Autovacuum would notice at once that it was, and put that right."""
    shop.administer(
        "ALTER SYSTEM SET autovacuum = off",
        "SELECT pg_reload_conf()",
        "CREATE DATABASE neglected",
        f"UPDATE pg_database SET datfrozenxid = ((txid_current() + {XIDS - UNFROZEN}) % {XIDS})::text::xid"
        " WHERE datname = 'neglected'",
    )


def _freeze(shop: Shop) -> None:
    shop.administer(
        "DROP DATABASE IF EXISTS neglected",
        "ALTER SYSTEM RESET autovacuum",
        "SELECT pg_reload_conf()",
    )


QUERY_TIME = Trouble(
    check="supabase",
    fingerprint="supabase:query_time",
    severity="medium",
    message="Slow queries detected",
    make_fire=_ask_slowly,
    go_on=_ask_slowly,
    make_recover=lambda shop: _wait_for_all(shop, "SELECT 1"),
)
REPLICATION_SLOT = Trouble(
    check="supabase",
    fingerprint="supabase:replication_slot",
    severity="medium",
    message="A replication slot is lost",
    make_fire=_lose_slot,
    make_recover=_drop_slot,
)
WRAPAROUND = Trouble(
    check="supabase",
    fingerprint="supabase:wraparound",
    severity="high",
    message="Transaction ids are running out",
    make_fire=_neglect_freezing,
    make_recover=_freeze,
)
BLIND = Trouble(
    check="supabase",
    fingerprint="supabase:blind",
    severity="low",
    message="Connection statistics are not readable",
    make_fire=lambda shop: shop.administer(f"REVOKE pg_monitor FROM {roles.APPLICATION}"),
    make_recover=lambda shop: shop.administer(f"GRANT pg_monitor TO {roles.APPLICATION}"),
)


@pytest.mark.parametrize(
    "trouble",
    [QUERY_TIME, REPLICATION_SLOT, WRAPAROUND, pytest.param(BLIND, marks=NEEDS_BUSINESS_HOURS)],
    ids=str,
)
def test_the_rule_fires_and_recovers(shop: Shop, trouble: Trouble) -> None:
    prove(shop, trouble)


def test_a_forgotten_transaction_fires_and_recovers(shop: Shop) -> None:
    with (
        shop.cloud.reconfigured("check_supabase", MONITORING_SUPABASE_IDLE_IN_TRANSACTION_THRESHOLD=str(IDLE_MS)),
        closing(psycopg.connect(shop.stack.database_url)) as forgetful,
    ):
        prove(
            shop,
            Trouble(
                check="supabase",
                fingerprint="supabase:idle_in_transaction",
                severity="medium",
                message="A session sits idle in a transaction",
                make_fire=lambda _shop: _begin_and_idle(forgetful),
                make_recover=lambda _shop: forgetful.rollback(),
            ),
        )


def _begin_and_idle(connection: psycopg.Connection) -> None:
    connection.execute("SELECT 1")
    time.sleep(1.2 * IDLE_MS / 1000)


def test_a_full_disk_is_one_mail_and_recovers(shop: Shop) -> None:
    """For one look: the sandbox answers the same to all questions, so that longer, other rules would fire too."""
    full = METRICS.replace('mountpoint="/data",service_type="db"} 6e+09', 'mountpoint="/data",service_type="db"} 4e+08')
    shop.fail_next("supabase", body=full, remaining=CALLS_PER_CHECK)
    shop.check("supabase")
    opened = "[HIGH] supabase Alert: The database's disk is almost full"
    assert shop.mails_once_quiet(1) == [opened]
    assert shop.alerts(service="supabase")[0]["details"]["value"] == DISK_USED
    shop.check("supabase")
    assert shop.mails_once_quiet(2) == [opened, "[RESOLVED] supabase Alert: The database's disk is almost full"]
