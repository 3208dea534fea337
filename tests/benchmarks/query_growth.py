"""What every query of the monitor costs with few rows and with many, all within the last 90 days.

BENCHMARK_ROWS says how many those are (default 200,000; 10,000,000 take about ten minutes to make). The two databases
take turns, so that what else the machine does meets both alike. Pages are those that a statement touches, which no
other load changes. Checks are as many in both, and so are the alerts; a second table is of alerts alone, a hundred of a
month against BENCHMARK_ALERTS (default 100,000). BENCHMARK_CLUSTER names a folder in which all databases are kept for
the next run.
"""

import os
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from local_stack.postgres import temporary_cluster
from local_stack.postgres.cluster import Cluster
from tests.benchmarks.asked import Query, failing_for_a_day, queries
from tests.benchmarks.shop_fill import fill_shop
from tests.benchmarks.table import print_table
from tests.benchmarks.telemetry_fill import fail_for_a_day, fill

_FEW = 10_000
_RUNS = 40
_ALERTS, _FEW_ALERTS = 1_000, 100
_HEADINGS = ("", "few", "many", "growth", "of the fastest", "pages")


def main() -> None:
    """Median ms of each query, and the growth from few rows to many."""
    many = int(os.environ.get("BENCHMARK_ROWS", "200000"))
    alerts = int(os.environ.get("BENCHMARK_ALERTS", "100000"))
    with _cluster() as cluster:
        urls, now = _filled(cluster, [(_FEW, _ALERTS), (many, _ALERTS)])
        _print(f"Queries (ms), {many} rows against {_FEW}", urls, queries(now))
        shops, at = _filled(cluster, [(_FEW, _FEW_ALERTS), (_FEW, alerts)])
        _print(f"Queries (ms), {alerts} alerts of a month against {_FEW_ALERTS}", shops, queries(at))
        if "BENCHMARK_CLUSTER" in os.environ:
            return
        for url in urls:
            fail_for_a_day(url, now)
        _print("All events of a day failed", urls, {"deliveries": failing_for_a_day(now)})


def _print(title: str, urls: Sequence[str], asked: Mapping[str, Query]) -> None:
    print_table(title, _HEADINGS, [[name, *_compared(query, urls)] for name, query in asked.items()])


@contextmanager
def _cluster() -> Iterator[Cluster]:
    kept = os.environ.get("BENCHMARK_CLUSTER")
    if kept is None:
        with temporary_cluster() as cluster:
            yield cluster
        return
    cluster = Cluster.at(Path(kept))
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _filled(cluster: Cluster, sizes: Sequence[tuple[int, int]]) -> tuple[Sequence[str], datetime]:
    """The addresses of databases with so many rows and alerts each, and the moment that the first of them ends at."""
    made = [_made(cluster, rows, alerts) for rows, alerts in sizes]
    return [url for url, _ in made], made[0][1]


def _made(cluster: Cluster, rows: int, alerts: int) -> tuple[str, datetime]:
    """Unless it is there."""
    name = f"rows_{rows}_alerts_{alerts}"
    with psycopg.connect(cluster.url("postgres", superuser=True)) as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    if found and found[0]:
        return cluster.url(name), datetime.fromisoformat(found[0])
    url, now = cluster.create_database(name), datetime.now(UTC)
    fill(url, rows, now)
    fill_shop(url, alerts, now)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"COMMENT ON DATABASE {name} IS '{now.isoformat()}'".encode())
    return url, now


def _compared(query: Query, urls: Sequence[str]) -> list[object]:
    times = [[_milliseconds(query, url) for url in urls] for _ in range(_RUNS)]
    columns = list(zip(*times, strict=True))
    medians, fastest = [statistics.median(column) for column in columns], [min(column) for column in columns]
    pages = [query.pages(url) for url in urls]
    touched = "" if None in pages else f"{pages[0]} -> {pages[1]}"
    return [*medians, f"x{medians[1] / medians[0]:.2f}", f"x{fastest[1] / fastest[0]:.2f}", touched]


def _milliseconds(query: Query, url: str) -> float:
    started = time.perf_counter()
    query.ask(url)
    return (time.perf_counter() - started) * 1000
