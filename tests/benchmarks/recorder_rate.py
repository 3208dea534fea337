"""Rows per second that the recorder writes in batches of 500, against a bare COPY into the same table.

One event in four is of a payment. Both have the sums of the table kept, which a table without triggers tells apart.
"""

import statistics
import time
from collections.abc import Callable
from itertools import batched
from typing import Any

import psycopg

from functions.recorder.app import run
from local_stack.postgres import temporary_cluster
from pawpop_monitoring.bootstrap.recorder_services import RecorderServices
from pawpop_monitoring.contracts.tracking_records import StripeEventRecord
from pawpop_monitoring.messaging.queue import Queue
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from tests.benchmarks.table import print_table
from tests.integration.schema import migrate
from tests.integration.tracking.records import make_event_record

_ROUNDS = 7
_ROWS = 20_000
_BATCH = 500
_TABLE, _BARE_TABLE = "stripe_webhook_events", "stripe_webhook_events_without_sums"
_COPY = """
COPY {} (
  event_id, event_type, status, processing_time, created_at, payment_intent, payment_outcome, decline_code
) FROM STDIN
"""
_BASELINE, _BARE = "COPY, batches of 500", "COPY, batches of 500, no sums"
_FAILED = {"payment_outcome": "failed", "decline_code": "card_declined"}

type Ways = dict[str, Callable[[], None]]


def main() -> None:
    """COPY in the same batches, in one go, and the recorder from parsed records and from queue messages."""
    with temporary_cluster() as cluster:
        url = cluster.create_database("benchmark")
        migrate(url)
        _make_bare_table(url)
        database = Database(lambda: url, budget=60)
        # In turns, so that what else the machine does meets all of them alike.
        rounds = [_round(url, _ways(url, Recorder(database))) for _ in range(_ROUNDS)]
        database.close()
    print_table(
        f"stripe_webhook_events, {_ROWS} rows, median of {_ROUNDS} rounds",
        ["", "rows/s", "times slower than COPY", "than COPY without sums"],
        [_figures(name, rounds) for name in rounds[0]],
    )


def _ways(url: str, recorder: Recorder) -> Ways:
    records = [make_event_record(f"evt_{number}", after=number, **_payment(number)) for number in range(_ROWS)]
    messages = [{"messageId": record.event_id, "body": record.model_dump_json()} for record in records]
    services = RecorderServices(recorder=recorder, records=_unused_queue(), dead_letters=_unused_queue())
    return {
        "COPY, all at once": lambda: _copy(url, records, _ROWS),
        _BARE: lambda: _copy(url, records, _BATCH, _BARE_TABLE),
        _BASELINE: lambda: _copy(url, records, _BATCH),
        "recorder": lambda: _in_batches(records, recorder.write),
        "recorder, from messages": lambda: _in_batches(messages, lambda batch: run(services, batch)),
        "recorder, all duplicates": lambda: _in_batches(records, recorder.write),
    }


def _payment(number: int) -> dict[str, str]:
    """Every fourth event's: one payment in two is tried twice, and one try in six fails."""
    if number % 4:
        return {}
    outcome = {"payment_outcome": "succeeded"} if number % 24 else _FAILED
    return {"payment_intent": f"pi_{number // 8}", **outcome}


def _make_bare_table(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(f"CREATE TABLE {_BARE_TABLE} (LIKE {_TABLE} INCLUDING ALL)".encode())


def _unused_queue() -> Queue:
    def client() -> Any:
        raise AssertionError("nothing here is to be put aside or postponed")

    return Queue(url="", client=client)


def _round(url: str, ways: Ways) -> dict[str, float]:
    return {name: _rate(url, way, empty=not name.endswith("duplicates")) for name, way in ways.items()}


def _figures(name: str, rounds: list[dict[str, float]]) -> list[object]:
    slower = [
        f"{statistics.median(rates[baseline] / rates[name] for rates in rounds):.2f}" for baseline in (_BASELINE, _BARE)
    ]
    return [name, round(statistics.median(rates[name] for rates in rounds)), *slower]


def _rate(url: str, way: Callable[[], None], *, empty: bool) -> float:
    if empty:
        with psycopg.connect(url) as connection:
            connection.execute(f"TRUNCATE {_TABLE}, {_BARE_TABLE}".encode())
    started = time.perf_counter()
    way()
    return _ROWS / (time.perf_counter() - started)


def _in_batches[T](items: list[T], write: Callable[[tuple[T, ...]], object]) -> None:
    for batch in batched(items, _BATCH, strict=False):
        write(batch)


def _copy(url: str, records: list[StripeEventRecord], size: int, table: str = _TABLE) -> None:
    with psycopg.connect(url) as connection:
        for batch in batched(records, size, strict=False):
            with connection.cursor().copy(_COPY.format(table).encode()) as copy:
                for record in batch:
                    copy.write_row(_row(record))
            connection.commit()


def _row(record: StripeEventRecord) -> tuple[object, ...]:
    return (
        record.event_id,
        record.event_type,
        record.status,
        record.processing_time,
        record.observed_at,
        record.payment_intent,
        record.payment_outcome,
        record.decline_code,
    )
