"""Whose card failed, from what a delivery keeps to what the check reads."""

from datetime import timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import psycopg
import pytest

from pawpop_monitoring.contracts.tracking_records import StripeEventRecord
from pawpop_monitoring.domain.readings.stripe import PaymentHistory
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.stripe_event_records import insert_stripe_events
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from tests.factories import NOW

pytestmark = pytest.mark.integration

MINUTE = timedelta(minutes=1)


def _failed(number: int, payer: str | None, intent: str) -> StripeEventRecord:
    return StripeEventRecord(
        event_id=f"evt_{number}",
        event_type="payment_intent.payment_failed",
        status="success",
        payment_intent=intent,
        payment_outcome="failed",
        decline_code="card_declined",
        payer=payer,
        delivered=True,
        observed_at=NOW - number * MINUTE,
    )


def test_the_latest_payments_tell_whose_card_failed_last(database: Database) -> None:
    records = [_failed(1, "c0ffee", "pi_1"), _failed(2, "beef", "pi_1"), _failed(3, "c0ffee", "pi_2")]
    with database.transaction() as cursor:
        insert_stripe_events(cursor, [*records, _failed(4, None, "pi_3")])
    payments = PostgresStripeEvents(database, ZoneInfo("UTC")).read(NOW).payments
    assert isinstance(payments, PaymentHistory)
    assert [payment.payer for payment in payments.latest] == ["c0ffee", "c0ffee", None]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_copy_that_knows_no_payer_loses_none(
    database: Database, direct: psycopg.Connection, order: tuple[int, ...]
) -> None:
    told = StripeEventRecord(
        event_id="evt_1",
        event_type="payment_intent.payment_failed",
        status="success",
        processing_time=12,
        observed_at=NOW,
    )
    records = [_failed(1, "c0ffee", "pi_1"), _failed(1, "c0ffee", "pi_1"), told]
    for place in order:
        with database.transaction() as cursor:
            insert_stripe_events(cursor, [records[place]])
    assert direct.execute("SELECT payer FROM stripe_webhook_events").fetchall() == [("c0ffee",)]
