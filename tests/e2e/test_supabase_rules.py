"""Rules of the Supabase check that need more than one look, or look beyond the database."""

from contextlib import suppress

import psycopg
import pytest

from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e

CALLS_PER_CHECK = 5


def _customers(shop: Shop, good: int, bad: int) -> None:
    with psycopg.connect(shop.stack.database_url, autocommit=True) as connection:
        for statement, times in ((b"SELECT 1", good), (b"SELECT 1/0", bad)):
            for _ in range(times):
                with suppress(psycopg.Error):
                    connection.execute(statement)


def test_failing_transactions_are_one_mail_and_recover(shop: Shop) -> None:
    shop.check("supabase")
    for _ in range(2):
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
    shop.fail_next("supabase", status=500, remaining=2 * CALLS_PER_CHECK)
    shop.check("supabase", times=2)
    opened = "[HIGH] supabase Alert: None of the project's services answers"
    assert shop.mails_once_quiet(1) == [opened]
    shop.check("supabase")
    assert shop.mails_once_quiet(2) == [opened, "[RESOLVED] supabase Alert: None of the project's services answers"]
    details = shop.query("SELECT details FROM system_health_metrics ORDER BY created_at DESC LIMIT 1")[0][0]
    assert {service["status"] for service in details["services"].values()} == {"healthy"}
    assert details["serverMetrics"]["diskUsedPercent"] == 25.0
    assert details["reportedServices"]["realtime"] == {"status": "healthy"}
