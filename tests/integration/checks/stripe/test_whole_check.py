"""The whole check against a real Postgres and a real socket: what is found, what recovers, and in what time."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest

from pawpop_monitoring.checks.stripe import StripeCheck
from pawpop_monitoring.checks.stripe.http_api import HttpStripeApi
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from pawpop_monitoring.thresholds import StripeThresholds
from tests.factories import NOW
from tests.integration.checks.stripe.records import insert, insert_payment, spread

pytestmark = pytest.mark.integration

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def check_with(database: Database, api: HttpStripeApi) -> StripeCheck:
    return StripeCheck(
        events=PostgresStripeEvents(database, ZoneInfo("UTC")),
        api=api,
        thresholds=StripeThresholds.load({}),
        clock=lambda: NOW,
        pause=time.sleep,
    )


@pytest.fixture
def check(database: Database, api: HttpStripeApi) -> StripeCheck:
    return check_with(database, api)


def rules(observation: Observation) -> list[str]:
    return [finding.rule for finding in observation.findings]


@pytest.fixture
def good_month(direct: psycopg.Connection) -> None:
    """Four weeks with an event every quarter of an hour, all handled, and payments that go through."""
    insert(direct, spread(4 * 7 * 24 * 4, 29 * DAY))
    for number, age in enumerate(spread(60, 20 * HOUR)):
        insert_payment(direct, f"pi_{number}", age, "succeeded")


@pytest.mark.usefixtures("good_month")
def test_a_shop_in_order_is_healthy_and_every_rule_is_known_to_hold(check: StripeCheck) -> None:
    observation = check.observe()
    assert (observation.status, rules(observation)) == ("healthy", [])
    assert {fingerprint.removeprefix("stripe:") for fingerprint in observation.cleared} == {
        "unreachable",
        "endpoint_disabled",
        "undelivered",
        "webhook_success_rate",
        "consecutive_failures",
        "event_type_failing",
        "payment_success_rate",
        "webhook_gap",
        "bad_signatures",
        "handling_time",
    }


@pytest.mark.usefixtures("good_month")
def test_failures_just_now_are_found_and_a_success_ends_them(direct: psycopg.Connection, check: StripeCheck) -> None:
    insert(direct, [3 * MINUTE, 2 * MINUTE, MINUTE], status="failed")
    assert rules(check.observe()) == ["consecutive_failures"]
    insert(direct, [timedelta()])
    recovered = check.observe()
    assert rules(recovered) == []
    assert "stripe:consecutive_failures" in recovered.cleared


@pytest.mark.usefixtures("good_month")
def test_what_the_account_reports_is_found_and_recovers(sandbox: httpx.Client, check: StripeCheck) -> None:
    hook = {"id": "we_1", "url": "https://shop.example/hook", "status": "disabled"}
    event = {"id": "evt_1", "type": "charge.refunded", "created": int((NOW - HOUR).timestamp())}
    sandbox.put("/stripe/_state", json={"webhook_endpoints": [hook], "events": [event]}).raise_for_status()
    observation = check.observe()
    assert (observation.status, rules(observation)) == ("critical", ["endpoint_disabled", "undelivered"])
    sandbox.delete("/stripe/_state")
    assert check.observe().status == "healthy"


@pytest.mark.usefixtures("good_month")
def test_two_bad_answers_are_no_outage(check: StripeCheck, inject: Callable[..., None]) -> None:
    inject(status=500, remaining=2)
    assert check.observe().status == "healthy"


@pytest.mark.usefixtures("good_month")
def test_three_bad_answers_are_one(check: StripeCheck, inject: Callable[..., None]) -> None:
    inject(status=500, remaining=3)
    observation = check.observe()
    assert (observation.status, rules(observation)) == ("down", ["unreachable"])
    assert "stripe:payment_success_rate" in observation.cleared


def test_nothing_recorded_yet_is_healthy_and_says_so(check: StripeCheck) -> None:
    observation = check.observe()
    assert (observation.status, rules(observation)) == ("healthy", [])
    assert len(observation.details["notes"]) == 3
    assert "stripe:payment_success_rate" not in observation.cleared
    assert "stripe:unreachable" in observation.cleared


def test_with_everything_hanging_the_check_ends_in_time(
    database_url: str, api: HttpStripeApi, inject: Callable[..., None], listening: int
) -> None:
    inject(latency_ms=20_000)
    silent = Database(lambda: psycopg.conninfo.make_conninfo(database_url, port=listening))
    started = time.monotonic()
    observation = check_with(silent, api).observe()
    assert time.monotonic() - started < 10
    assert (observation.status, rules(observation), observation.cleared) == ("down", ["unreachable"], frozenset())
    # The last try has what the others left of the check's own time.
    assert re.fullmatch(r"Stripe did not answer within [12]\.\d s\.", observation.findings[0].evidence["reason"])
