"""Rules of the monitoring on itself, through the deployed stack."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.shop import Shop
from tests.e2e.trouble import Trouble, prove

pytestmark = pytest.mark.e2e

REFUSED_ATTEMPTS = 3
NOBODY_LISTENS = "127.0.0.1:9"


def test_a_message_that_was_given_up_is_one_mail_and_recovers(shop: Shop) -> None:
    shop.cloud.put_aside_record('{"kind": "unheard of"}')
    shop.check("system", times=2)
    opened = "[HIGH] system Alert: A message of the queue of records was given up"
    assert shop.mails_once_quiet(1) == [opened]
    (alert,) = shop.alerts(service="system")
    assert (alert["fingerprint"], alert["details"]["value"]) == ("system:dead_letters:records", 1)
    assert alert["details"]["oldestAgeMinutes"] < 1

    shop.cloud.empty_dead_letters()
    shop.check("system")
    assert shop.mails_once_quiet(2) == [
        opened,
        "[RESOLVED] system Alert: A message of the queue of records was given up",
    ]


def test_a_look_at_itself_is_kept_with_uptime_and_queues(shop: Shop) -> None:
    shop.check("supabase")
    shop.wait_until_quiet()
    shop.check("system")
    shop.wait_until_quiet()
    ((status, details),) = shop.query("SELECT status, details FROM system_health_metrics WHERE service = 'system'")
    assert status == "healthy"
    dead_letters = {"alertsDeadLetters": 0, "recordsDeadLetters": 0, "channelsDeadLetters": 0, "pressesDeadLetters": 0}
    assert details["queues"] == {"recordsWaiting": 0, **dead_letters}
    assert details["uptime24h"]["supabase"] == 100.0
    assert set(details["watchedSince"]) == {"supabase", "fal-ai", "stripe"}


def _an_hour_ago() -> str:
    return (datetime.now(UTC) - timedelta(hours=1)).isoformat()


def _refuse_mails(shop: Shop) -> None:
    """Attempts that the provider did not take, as the recorder writes them down."""
    shop.query(
        "INSERT INTO monitoring_deliveries"
        " (transition_key, alert_id, transition, channel, outcome, error, attempt, attempted_at)"
        " SELECT gen_random_uuid()::text, 'alert_1', 'opened', 'email', 'retry', 'Resend answered 500.', 1,"
        " clock_timestamp()"
        f" FROM generate_series(1, {REFUSED_ATTEMPTS})"
    )


def _lose_records(shop: Shop) -> None:
    """What the checks saw within the hour does not get into the database."""
    shop.cloud.change_snapshot("system", databaseReadSince=_an_hour_ago())
    shop.query("TRUNCATE system_health_metrics")


STALE_CHECK = Trouble(
    check="system",
    fingerprint="system:stale_check:fal-ai",
    severity="high",
    message="The check of fal.ai does not run",
    make_fire=lambda shop: shop.cloud.change_snapshot("system", watchedSince={"fal-ai": _an_hour_ago()}),
    make_recover=lambda shop: shop.check("fal_ai"),
)
RECORDS_WAITING = Trouble(
    check="system",
    fingerprint="system:records_waiting",
    severity="medium",
    message="What the checks see is not written to the database",
    make_fire=_lose_records,
    make_recover=lambda shop: shop.check("supabase"),
    go_on=lambda shop: shop.query("TRUNCATE system_health_metrics"),
)
DELIVERY_FAILING = Trouble(
    check="system",
    fingerprint="system:delivery_failing",
    severity="high",
    message="Alerts can't be delivered over email",
    make_fire=_refuse_mails,
    make_recover=lambda shop: shop.query("DELETE FROM monitoring_deliveries WHERE alert_id = 'alert_1'"),
    go_on=_refuse_mails,
)
NETWORK_DOWN = Trouble(
    check="fal_ai",
    fingerprint="system:network_down",
    severity="critical",
    message="The monitor can't reach anything: a trouble of its own network",
    make_fire=lambda shop: shop.fail_next("fal", drop=True),
    make_recover=Shop.mend_providers,
)


@pytest.mark.parametrize("trouble", [STALE_CHECK, RECORDS_WAITING, DELIVERY_FAILING], ids=str)
def test_the_rule_fires_and_recovers(shop: Shop, trouble: Trouble) -> None:
    prove(shop, trouble)


def test_a_network_that_is_away_fires_and_recovers(shop: Shop) -> None:
    with shop.cloud.reconfigured("check_fal_ai", NETWORK_ANCHORS=NOBODY_LISTENS):
        prove(shop, NETWORK_DOWN)
