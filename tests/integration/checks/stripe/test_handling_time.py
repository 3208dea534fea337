"""How long the shop's handler took, on a real Postgres."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from pawpop_monitoring.domain.readings.stripe import Handling, Unknown
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from tests.factories import NOW
from tests.integration.checks.stripe.records import insert

pytestmark = pytest.mark.integration

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def events(database: Database) -> PostgresStripeEvents:
    return PostgresStripeEvents(database, ZoneInfo("UTC"))


def _handling(events: PostgresStripeEvents) -> Handling | Unknown | None:
    return events.read(NOW).handling


def test_it_is_that_of_a_day_and_of_what_the_shop_handled(
    direct: psycopg.Connection, events: PostgresStripeEvents
) -> None:
    insert(direct, [25 * HOUR], processing_time=99_000)
    for age, milliseconds in enumerate(range(100, 2100, 100)):
        insert(direct, [age * MINUTE], processing_time=milliseconds)
    insert(direct, [MINUTE], processing_time=None)  # seen, but nobody knows how it was handled
    insert(direct, [MINUTE], status="failed", processing_time=None)
    handling = _handling(events)
    assert handling == Handling(p50_ms=1050.0, p95_ms=1905.0)
    assert isinstance(handling, Handling)
    assert handling.latest_ms[:3] == (100, 200, 300), "the newest first"


def test_test_mode_does_not_count_beside_live_events(direct: psycopg.Connection, events: PostgresStripeEvents) -> None:
    insert(direct, [MINUTE], processing_time=100)
    insert(direct, [MINUTE], processing_time=9000, livemode=False)
    assert _handling(events) == Handling(p50_ms=100, p95_ms=100)


@pytest.mark.parametrize("milliseconds", [None, -5.0, float("inf"), float("nan")])
def test_without_a_time_that_makes_sense_nothing_is_known(
    direct: psycopg.Connection, events: PostgresStripeEvents, milliseconds: float | None
) -> None:
    insert(direct, [MINUTE], processing_time=milliseconds)
    assert _handling(events) is None
