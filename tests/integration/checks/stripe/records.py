"""Rows of stripe_webhook_events for tests."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count

import psycopg

from tests.factories import NOW

_numbers = count()


def insert(direct: psycopg.Connection, ages: Iterable[timedelta], **columns: object) -> None:
    """One event per age, that long before NOW; handled well in 12 ms unless `columns` say otherwise."""
    values = {"event_type": "payment_intent.succeeded", "status": "success", "processing_time": 12.0} | columns
    names = ", ".join(["event_id", "created_at", *values])
    places = ", ".join(["%s"] * (len(values) + 2))
    rows = [(f"evt_{next(_numbers)}", NOW - age, *values.values()) for age in ages]
    with direct.cursor() as cursor:
        cursor.executemany(f"INSERT INTO stripe_webhook_events ({names}) VALUES ({places})".encode(), rows)


def insert_payment(
    direct: psycopg.Connection, payment: str, age: timedelta, outcome: str, code: str | None = None
) -> None:
    """One event that tells how a payment went."""
    insert(direct, [age], payment_intent=payment, payment_outcome=outcome, decline_code=code)


def spread(number: int, since: timedelta, until: timedelta = timedelta()) -> list[timedelta]:
    """`number` ages, evenly from `since` (included) to `until` (left out)."""
    return [since - (since - until) * place / number for place in range(number)]
