"""Refused signatures, and what of the records is unknown, on a real Postgres."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from pawpop_monitoring.domain.readings.stripe import (
    Deliveries,
    Refusals,
    Unknown,
)
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from tests.factories import NOW
from tests.integration.checks.stripe.records import insert

pytestmark = pytest.mark.integration

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def test_refusals_of_the_last_hour_are_summed_by_reason(
    direct: psycopg.Connection, events: PostgresStripeEvents
) -> None:
    for age in (HOUR, 30 * MINUTE, 2 * HOUR):
        insert(direct, [age], delivered_at=NOW - age)
    insert(direct, [10 * MINUTE])  # told by the shop alone
    rows = [
        (HOUR, "a", "mismatch", 5),
        (MINUTE, "a", "mismatch", 3),
        (MINUTE, "b", "stale", 2),
        (61 * MINUTE, "a", "stale", 9),
    ]
    for age, source, reason, failures in rows:
        direct.execute(
            "INSERT INTO stripe_signature_failures (minute, source, reason, failures) VALUES (%s, %s, %s, %s)",
            [NOW - age, source, reason, failures],
        )
    assert events.read(NOW).refusals == Refusals(refused={"mismatch": 8, "stale": 2}, accepted=2)


def all_parts(events: PostgresStripeEvents) -> tuple[object, ...]:
    records = events.read(NOW)
    return records.deliveries, records.payments, records.rhythm, records.refusals


def test_a_missing_table_is_unknown(direct: psycopg.Connection, events: PostgresStripeEvents) -> None:
    direct.execute("DROP TABLE stripe_webhook_events, stripe_signature_failures CASCADE")
    for part in all_parts(events):
        assert isinstance(part, Unknown)
        assert "make migrate" in part.reason


def test_missing_payment_columns_leave_the_rest_known(direct: psycopg.Connection, events: PostgresStripeEvents) -> None:
    direct.execute("ALTER TABLE stripe_webhook_events DROP COLUMN payment_outcome CASCADE")
    deliveries, payments, *_ = all_parts(events)
    assert isinstance(deliveries, Deliveries)
    assert isinstance(payments, Unknown)


@pytest.fixture
def refused(database_url: str) -> Iterator[PostgresStripeEvents]:
    address = psycopg.conninfo.make_conninfo(database_url, port=9)
    with closing(Database(lambda: address)) as nowhere:
        yield PostgresStripeEvents(nowhere, ZoneInfo("UTC"))


def test_a_database_that_refuses_is_unknown(refused: PostgresStripeEvents) -> None:
    assert all_parts(refused) == (Unknown("The database refuses connections."),) * 4
