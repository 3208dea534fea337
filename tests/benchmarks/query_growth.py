"""What the checks' and the dashboard's queries cost with few rows and with many, all within the last 90 days.

BENCHMARK_ROWS says how many those are (default 200,000; 10,000,000 take about ten minutes to make). The two tables
take turns, so that what else the machine does meets both alike. Pages are those that a statement touches, which no
other load changes.
"""

import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from local_stack.postgres import temporary_cluster
from pawpop_monitoring.bootstrap.trends_check import WANTED
from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.storage import stripe_event_sql
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.cost_queries import read_spending
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.storage.trend_series import PostgresTrends
from tests.benchmarks.table import print_table
from tests.benchmarks.telemetry_fill import fail_for_a_day, fill

_FEW = 10_000
_RUNS = 60
_UTC = ZoneInfo("UTC")
_24_HOURS = b"SELECT * FROM stripe_webhook_events_between(%(now)s::timestamptz - interval '24 hours', %(until)s)"
_24_HOURS_OF_PAYMENTS = b"SELECT * FROM stripe_payments_between(%(now)s::timestamptz - interval '24 hours', %(until)s)"
_HEADINGS = ("", f"{_FEW} rows", "many rows", "growth", "of the fastest", "pages")


@dataclass(frozen=True, slots=True)
class Query:
    """Something to ask of the database behind an address; `pages` tells how many it touches, if that can be told."""

    ask: Callable[[str], object]
    pages: Callable[[str], int | None] = lambda _: None


def main() -> None:
    """Median ms of each query, and the growth from few rows to many."""
    many, now = int(os.environ.get("BENCHMARK_ROWS", "200000")), datetime.now(UTC)
    with temporary_cluster() as cluster:
        urls = [cluster.create_database(f"rows_{rows}") for rows in (_FEW, many)]
        for rows, url in zip((_FEW, many), urls, strict=True):
            fill(url, rows, now)
        table = [[name, *_compared(query, *urls)] for name, query in _queries(now).items()]
        for url in urls:
            fail_for_a_day(url, now)
        failing = _statement(stripe_event_sql.DELIVERIES, now)
        table.append(["check stripe: deliveries, a day failing", *_compared(failing, *urls)])
    print_table(f"Queries (ms), {many} rows against {_FEW}", _HEADINGS, table)


def _compared(query: Query, few: str, many: str) -> list[object]:
    times = [(_milliseconds(query, few), _milliseconds(query, many)) for _ in range(_RUNS)]
    columns = list(zip(*times, strict=True))
    medians, fastest = [statistics.median(column) for column in columns], [min(column) for column in columns]
    pages = [query.pages(url) for url in (few, many)]
    touched = "" if None in pages else f"{pages[0]} -> {pages[1]}"
    return [*medians, f"x{medians[1] / medians[0]:.2f}", f"x{fastest[1] / fastest[0]:.2f}", touched]


def _milliseconds(query: Query, url: str) -> float:
    started = time.perf_counter()
    query.ask(url)
    return (time.perf_counter() - started) * 1000


def _queries(now: datetime) -> dict[str, Query]:
    tomorrow = now + timedelta(days=1)
    spending = _in_transaction(lambda cursor: read_spending(cursor, now, _UTC))
    return {
        "check fal-ai": Query(lambda url: PostgresFalUsage(lambda: url).read(periods_at(now, _UTC))),
        "check stripe: deliveries": _statement(stripe_event_sql.DELIVERIES, now),
        "check stripe: payments": _statement(stripe_event_sql.PAYMENTS, now),
        "check stripe: rhythm": _statement(stripe_event_sql.RHYTHM, now),
        "check stripe: rhythm, a day quiet": _statement(stripe_event_sql.RHYTHM, tomorrow),
        "check stripe: refusals": _statement(stripe_event_sql.REFUSALS, now),
        "check trends": Query(lambda url: PostgresTrends(_database(url), _UTC, WANTED).read(now)),
        "24 hours of events, to the microsecond": _statement(_24_HOURS, now),
        "24 hours of payments, to the microsecond": _statement(_24_HOURS_OF_PAYMENTS, now),
        "dashboard: costs": Query(spending),
        "get_daily_fal_usage()": _statement(b"SELECT * FROM get_daily_fal_usage()", now),
        "get_stripe_webhook_health()": _statement(b"SELECT * FROM get_stripe_webhook_health()", now),
    }


@cache
def _database(url: str) -> Database:
    return Database(lambda: url, budget=60)


def _statement(statement: bytes, now: datetime) -> Query:
    asked = {"now": now, "until": now + timedelta(minutes=5), "zone": _UTC.key}
    return Query(
        _in_transaction(lambda cursor: cursor.execute(statement, asked).fetchall()),
        lambda url: _pages(url, statement, asked),
    )


def _pages(url: str, statement: bytes, asked: Mapping[str, Any]) -> int:
    """Shared buffers touched, those of the functions within included, once these are planned."""
    with psycopg.connect(url) as connection:
        connection.execute(statement, asked)
        explained = connection.execute(b"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement, asked).fetchone()
    plan = explained[0][0]["Plan"] if explained else {}
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _in_transaction(ask: Callable[[Cursor], object]) -> Callable[[str], None]:
    """Over a connection that is there already, since connecting would hide the differences."""
    opened: dict[str, Database] = {}

    def query(url: str) -> None:
        database = opened.setdefault(url, Database(lambda: url, budget=60))
        with database.transaction() as cursor:
            ask(cursor)

    return query
