"""The monitor's own transactions are never the shop's, with pg_stat_statements or without."""

from contextlib import suppress

import psycopg
import pytest

from pawpop_monitoring.storage.connection import Database
from tests.integration.checks.supabase.conftest import Check, shop

pytestmark = pytest.mark.integration

GOOD, BAD = "SELECT 1", "SELECT 1/0"


@pytest.mark.parametrize(
    "change",
    ["SELECT 1", "DROP EXTENSION pg_stat_statements", "ALTER DATABASE {} SET pg_stat_statements.track_utility = off"],
)
def test_many_of_ours_do_not_hide_the_shops_errors(
    observe: Check, database: Database, database_url: str, admin: psycopg.Connection, change: str
) -> None:
    admin.execute(change.format(admin.info.dbname).encode())
    observe()
    for _ in range(60):
        with database.transaction() as cursor:
            cursor.execute("SELECT 1")
        database.close()
    shop(database_url, GOOD, times=100)
    shop(database_url, BAD, times=7)

    second = observe()

    assert (second.details["rolledBack"], second.details["transactions"]) == (7, pytest.approx(107, abs=1))
    assert second.error_rate == pytest.approx(6.5, abs=0.1)


def test_failures_of_ours_are_not_the_shops(observe: Check, database: Database, database_url: str) -> None:
    observe()
    for _ in range(12):
        with suppress(psycopg.errors.UniqueViolation), database.transaction() as cursor:
            cursor.execute("INSERT INTO monitoring_rule_states (fingerprint, version) VALUES ('f', 1), ('f', 1)")
    database.close()
    shop(database_url, GOOD, times=100)

    second = observe()

    assert (second.details["rolledBack"], second.error_rate) == (0, 0.0)
