"""The sums of payments and of minutes are those of the events, whatever was done to them and in which order."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pawpop_monitoring.contracts.tracking_records import StripeEventRecord
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from tests.factories import NOW
from tests.integration.schema import migrate
from tests.integration.tracking.event_sums import (
    Window,
    minutes_by_rows,
    minutes_by_sums,
    payments_by_rows,
    payments_by_sums,
    sums_in,
)
from tests.integration.tracking.records import make_event_record

pytestmark = pytest.mark.integration

_WRITERS = 4
_CHANGES = (
    "DELETE FROM stripe_webhook_events WHERE id %% 3 = 0 OR created_at < %(at)s",
    "UPDATE stripe_webhook_events SET created_at = created_at - interval '7 minutes' WHERE id %% 2 = 0",
    "UPDATE stripe_webhook_events SET payment_intent = 'pi_0', decline_code = 'moved' WHERE id %% 4 = 0",
    "UPDATE stripe_webhook_events SET payment_outcome = 'succeeded' WHERE created_at >= %(at)s",
    "UPDATE stripe_webhook_events SET payment_outcome = NULL WHERE id %% 5 = 0",
    "TRUNCATE stripe_webhook_events",
)

# Few payments, ids and moments, so that all of them meet: retries, copies, ties, and a success after a failure.
_MOMENTS = st.integers(0, 60).map(lambda place: place * 150) | st.integers(0, 9000)
_EVENTS = st.builds(
    lambda number, payment, outcome, code, status, processing_time, after, origin: make_event_record(
        f"evt_{number}",
        after=after,
        status=status,
        processing_time=processing_time,
        payment_intent=payment,
        payment_outcome=outcome,
        decline_code=code,
        **origin,
    ),
    st.integers(0, 40),
    st.sampled_from([None, "pi_0", "pi_1", "pi_2", "pi_3", "pi_4"]),
    st.sampled_from([None, "succeeded", "failed", "failed"]),
    st.sampled_from([None, "card_declined", "processing_error", "x" * 90]),
    st.sampled_from(["success", "failed"]),
    st.sampled_from([None, 20.0]),
    _MOMENTS,
    st.sampled_from([{}, {}, {"livemode": True}, {"livemode": False}, {"account": "acct_1"}, {"occurred_at": NOW}]),
)
_BATCHES = st.lists(st.lists(_EVENTS, min_size=1, max_size=12), min_size=1, max_size=4)
_STEPS = st.lists(st.tuples(st.sampled_from(_CHANGES), _MOMENTS), max_size=2)


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database)


def windows() -> Iterator[Window]:
    """Some at full five minutes and hours, some not, some that end before the last events."""
    for start in (-3600, 0, 300, 1501, 4000):
        for length in (60, 299, 300, 7250, 90_000):
            since = NOW + timedelta(seconds=start)
            yield since, since + timedelta(seconds=length)


def assert_sums_are_right(direct: psycopg.Connection) -> None:
    for window in windows():
        assert payments_by_sums(direct, window) == payments_by_rows(direct, window), window
        assert minutes_by_sums(direct, window) == minutes_by_rows(direct, window), window


@given(_BATCHES, _STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_follow_whatever_is_done_to_the_events(
    recorder: Recorder,
    direct: psycopg.Connection,
    batches: list[list[StripeEventRecord]],
    steps: list[tuple[str, int]],
) -> None:
    direct.execute("TRUNCATE stripe_webhook_events")
    for batch in batches:
        assert recorder.write(batch) == []
    assert_sums_are_right(direct)
    for change, after in steps:
        direct.execute(change.encode(), {"at": NOW + timedelta(seconds=after)})
        assert_sums_are_right(direct)
    direct.execute("DELETE FROM stripe_webhook_events")
    assert set(map(len, sums_in(direct).values())) == {0}


def many_events(number: int) -> list[StripeEventRecord]:
    """Events of a third as many payments, most of them told twice: as failed first, and as dealt with."""
    dice = random.Random(number)
    return [
        make_event_record(
            f"evt_{place % (number * 3 // 4)}",
            after=dice.randrange(86_400),
            status=dice.choice(["success", "failed"]),
            payment_intent=f"pi_{place % (number // 3)}",
            payment_outcome=dice.choice(["succeeded", "failed"]),
            decline_code=dice.choice([None, "card_declined", "processing_error"]),
        )
        for place in range(number)
    ]


def in_batches(events: Sequence[StripeEventRecord]) -> list[Sequence[StripeEventRecord]]:
    return [events[place : place + 60] for place in range(0, len(events), 60)]


def write_all(url: str, batches: Sequence[Sequence[StripeEventRecord]]) -> None:
    with closing(Database(lambda: url, budget=20)) as database:
        for batch in batches:
            assert Recorder(database).write(batch) == []


def test_writers_at_once_neither_lose_a_payment_nor_wait_for_each_other(
    database_url: str, direct: psycopg.Connection
) -> None:
    """A deadlock would end one of them with an error."""
    events = many_events(1200)
    orders = [random.Random(seed).sample(events, len(events)) for seed in range(_WRITERS)]

    with ThreadPoolExecutor(_WRITERS) as pool:
        for written in [pool.submit(write_all, database_url, in_batches(order)) for order in orders]:
            written.result()
    outcome = sums_in(direct)

    assert direct.execute("SELECT count(*) FROM stripe_webhook_events").fetchone() == (900,)
    assert_sums_are_right(direct)
    migrate(database_url)
    assert sums_in(direct) == outcome


def test_events_of_before_are_summed_up_when_the_sums_come(database_url: str, direct: psycopg.Connection) -> None:
    write_all(database_url, [many_events(300)])
    kept = sums_in(direct)
    direct.execute("TRUNCATE stripe_payments, stripe_payments_rollup")
    direct.execute("TRUNCATE stripe_webhook_events_minutes, stripe_webhook_events_hours")

    migrate(database_url)

    assert sums_in(direct) == kept


def test_retention_takes_the_sums_along(database: Database, direct: psycopg.Connection) -> None:
    direct.execute("""
        INSERT INTO stripe_webhook_events
          (event_id, event_type, status, processing_time, created_at, payment_intent, payment_outcome)
        SELECT 'evt_' || day, 'payment_intent.succeeded', 'success', 1, now() - day * interval '1 day',
          'pi_' || day / 2, 'succeeded'
        FROM generate_series(1, 99) AS day
    """)
    with database.transaction(20) as cursor:
        cursor.execute("SELECT * FROM cleanup_monitoring_batch(NULL)")

    assert {table: len(rows) for table, rows in sums_in(direct).items()} == {
        "stripe_payments": 45,
        "stripe_payments_rollup": 90,
        "stripe_webhook_events_minutes": 89,
        "stripe_webhook_events_hours": 89,
    }
