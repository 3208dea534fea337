"""Rows per second that the recorder writes in batches of 500, against a bare COPY into the same table."""

import time
from collections.abc import Callable
from itertools import batched

import psycopg

from local_stack.postgres import temporary_cluster
from pawpop_monitoring.contracts.records import RECORD_ADAPTER
from pawpop_monitoring.contracts.tracking_records import StripeEventRecord
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.recorder import Recorder
from tests.benchmarks.table import print_table
from tests.integration.schema import migrate
from tests.integration.tracking.records import make_event_record

_ROWS = 20_000
_BATCH = 500
_COPY = "COPY stripe_webhook_events (event_id, event_type, status, processing_time, created_at) FROM STDIN"


def main() -> None:
    """COPY in the same batches, in one go, and the recorder from parsed records and from queue messages."""
    records = [make_event_record(f"evt_{number}", after=number) for number in range(_ROWS)]
    messages = [record.model_dump_json() for record in records]
    with temporary_cluster() as cluster:
        url = cluster.create_database("benchmark")
        migrate(url)
        database = Database(lambda: url, budget=60)
        recorder = Recorder(database)
        ways: dict[str, Callable[[], None]] = {
            "COPY, all at once": lambda: _copy(url, records, _ROWS),
            "COPY, batches of 500": lambda: _copy(url, records, _BATCH),
            "recorder": lambda: _in_batches(records, recorder.write),
            "recorder, from messages": lambda: _in_batches(
                messages, lambda batch: recorder.write([RECORD_ADAPTER.validate_json(body) for body in batch])
            ),
            "recorder, all duplicates": lambda: _in_batches(records, recorder.write),
        }
        rates = {name: _rate(url, way, empty=not name.endswith("duplicates")) for name, way in ways.items()}
        database.close()
    best = rates["COPY, batches of 500"]
    print_table(
        f"stripe_webhook_events, {_ROWS} rows",
        ["", "rows/s", "times slower than COPY"],
        [[name, round(rate), f"{best / rate:.2f}"] for name, rate in rates.items()],
    )


def _rate(url: str, way: Callable[[], None], *, empty: bool) -> float:
    if empty:
        with psycopg.connect(url) as connection:
            connection.execute("TRUNCATE stripe_webhook_events")
    started = time.perf_counter()
    way()
    return _ROWS / (time.perf_counter() - started)


def _in_batches[T](items: list[T], write: Callable[[tuple[T, ...]], object]) -> None:
    for batch in batched(items, _BATCH, strict=False):
        write(batch)


def _copy(url: str, records: list[StripeEventRecord], size: int) -> None:
    with psycopg.connect(url) as connection:
        for batch in batched(records, size, strict=False):
            with connection.cursor().copy(_COPY) as copy:
                for record in batch:
                    copy.write_row(
                        (record.event_id, record.event_type, record.status, record.processing_time, record.observed_at)
                    )
            connection.commit()
