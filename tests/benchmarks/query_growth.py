"""What the checks' and the dashboard's queries cost with few rows and with many, all within the last 90 days.

BENCHMARK_ROWS says how many those are (default 200,000; 10,000,000 take about ten minutes to make).
"""

import os
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg

from local_stack.postgres import temporary_cluster
from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.storage import stripe_event_sql
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.costs import read_spending
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from tests.benchmarks.table import print_table
from tests.integration.schema import migrate

_FEW = 10_000
_RUNS = 15
_FILL = """
INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, error_message, created_at)
SELECT
  'fal-ai/model-' || n %% 5, 'req-' || n, CASE WHEN n %% 50 = 0 THEN 'error' ELSE 'success' END, 500 + n %% 3000,
  n %% 7 * 0.01, CASE WHEN n %% 50 = 0 THEN 'HTTP 500' END, now() - n::float8 / %(rows)s * interval '90 days'
FROM generate_series(1, %(rows)s) AS n;
"""
_FILL_EVENTS = """
INSERT INTO stripe_webhook_events
  (event_id, event_type, status, processing_time, created_at, payment_intent, payment_outcome)
SELECT
  'evt_' || n, CASE WHEN n %% 4 = 0 THEN 'payment_intent.succeeded' ELSE 'invoice.paid' END,
  CASE WHEN n %% 100 = 0 THEN 'failed' ELSE 'success' END, 50 + n %% 100,
  now() - n::float8 / %(rows)s * interval '90 days',
  CASE WHEN n %% 4 = 0 THEN 'pi_' || n END, CASE WHEN n %% 4 = 0 THEN 'succeeded' END
FROM generate_series(1, %(rows)s) AS n
"""

type Query = Callable[[str], object]


def main() -> None:
    """Median ms of each query, and the growth from few rows to many."""
    many = int(os.environ.get("BENCHMARK_ROWS", "200000"))
    with temporary_cluster() as cluster:
        urls = {rows: cluster.create_database(f"rows_{rows}") for rows in (_FEW, many)}
        for rows, url in urls.items():
            _fill(url, rows)
        table = [[name, *_compared(query, urls)] for name, query in _queries().items()]
    print_table("Queries (ms)", ["", f"{_FEW} rows", f"{many} rows", "growth"], table)


def _fill(url: str, rows: int) -> None:
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (_FILL, _FILL_EVENTS):
            connection.execute(statement.encode(), {"rows": rows})
        connection.execute("VACUUM ANALYZE")


def _compared(query: Query, urls: Mapping[int, str]) -> list[object]:
    few, many = (_median(query, url) for url in urls.values())
    return [few, many, f"x{many / few:.2f}"]


def _median(query: Query, url: str) -> float:
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        query(url)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _queries() -> dict[str, Query]:
    now, zone = datetime.now(UTC), ZoneInfo("UTC")
    asked = {"now": now, "until": now + timedelta(minutes=5), "zone": zone.key}

    def stripe(statement: bytes) -> Query:
        return _in_transaction(lambda cursor: cursor.execute(statement, asked).fetchall())

    return {
        "check fal-ai": lambda url: PostgresFalUsage(lambda: url).read(periods_at(now, zone)),
        "check stripe: deliveries": stripe(stripe_event_sql.DELIVERIES),
        "check stripe: payments": stripe(stripe_event_sql.PAYMENTS),
        "check stripe: rhythm": stripe(stripe_event_sql.RHYTHM),
        "dashboard: costs": _in_transaction(lambda cursor: read_spending(cursor, now, zone)),
        "get_daily_fal_usage()": stripe(b"SELECT * FROM get_daily_fal_usage()"),
        "get_stripe_webhook_health()": stripe(b"SELECT * FROM get_stripe_webhook_health()"),
    }


def _in_transaction(ask: Callable[[Cursor], object]) -> Query:
    """Over a connection that is there already, since connecting would hide the differences."""
    opened: dict[str, Database] = {}

    def query(url: str) -> None:
        database = opened.setdefault(url, Database(lambda: url, budget=60))
        with database.transaction() as cursor:
            ask(cursor)

    return query
