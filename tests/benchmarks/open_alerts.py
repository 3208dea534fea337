"""10,000 open alerts, with 100,000 resolved ones behind them: acknowledging one, and the first page of the list.

Each is to stay below 50 ms at the store. The plans are those of the very statements that ran.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count

import psycopg
from psycopg.conninfo import make_conninfo

from local_stack.postgres import temporary_cluster
from pawpop_monitoring.alerting.decide.actions import acknowledge
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.benchmarks.table import percentile, print_table
from tests.integration.schema import migrate

_OPEN, _RESOLVED = 10_000, 100_000
_RUNS = 500
_EXPLAINED = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "on",
    "client_min_messages": "log",
}
_FILL = """
INSERT INTO monitoring_alerts
  (id, service, rule, fingerprint, severity, message, details, timestamp, last_seen, status, resolved_at, notified_at,
   notified_severity)
SELECT
  'alert_' || n, (ARRAY['supabase', 'fal-ai', 'stripe', 'system', 'printify'])[1 + n %% 5], 'rule',
  'service:rule:' || n, severity, 'High connection usage detected', '{"value": 92.5, "threshold": 90.0, "unit": "%%"}',
  at, at, CASE WHEN n > %(open)s THEN 'resolved' ELSE 'open' END, CASE WHEN n > %(open)s THEN at END, at, severity
FROM
  generate_series(1, %(open)s + %(resolved)s) AS n,
  LATERAL (SELECT now() - n * 7919 %% 2592000 * interval '1 second' AS at,
    (ARRAY['low', 'medium', 'high', 'critical'])[1 + n %% 4] AS severity) AS drawn
"""
_FILL_STATES = """
INSERT INTO monitoring_rule_states (fingerprint, outcomes, opens, version)
SELECT fingerprint, 'b', ARRAY[timestamp], 1 FROM monitoring_alerts
"""

type Call = Callable[[], object]


def main() -> None:
    """p50 and p99 in ms, and the plan of each statement."""
    with temporary_cluster() as cluster:
        url = cluster.create_database("alerts")
        _fill(url)
        with closing(Database(lambda: url, budget=60)) as database:
            rows = [[name, *_measured(call)] for name, call in _calls(database).items()]
        print_table(f"At the store, {_OPEN} open alerts and {_RESOLVED} resolved (ms)", ["", "p50", "p99"], rows)
        with _explaining(cluster.url("alerts", superuser=True)) as (database, plans):
            for name, call in _calls(database, first=_RUNS + 1).items():
                plans.clear()
                call()
                print(f"\n── {name} ──", *plans, sep="\n")


def _fill(url: str) -> None:
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_FILL.encode(), {"open": _OPEN, "resolved": _RESOLVED})
        connection.execute(_FILL_STATES.encode())
        connection.execute("VACUUM ANALYZE")


def _calls(database: Database, first: int = 1) -> dict[str, Call]:
    """What is measured; alerts are acknowledged from number `first` on."""
    store, queries, numbers = PostgresAlertStore(database), AlertQueries(database), count(first)
    everything, high = ListAlertsQuery(resolved="all"), ListAlertsQuery(severity=Severity.HIGH)
    return {
        "acknowledge (load and save)": lambda: _acknowledge(store, next(numbers)),
        "first page, open alerts": lambda: queries.page(ListAlertsQuery()),
        "first page, open and high": lambda: queries.page(high),
        "first page, open and resolved": lambda: queries.page(everything),
    }


def _acknowledge(store: PostgresAlertStore, number: int) -> None:
    fingerprint = f"service:rule:{number}"
    state = store.load([fingerprint])[fingerprint]
    assert state.alert is not None
    decision = acknowledge(state, state.alert, "person", datetime.now(UTC))
    assert store.save(state, decision.after, decision.transition)


def _measured(call: Call) -> list[float]:
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return [percentile(times, 50), percentile(times, 99)]


@contextmanager
def _explaining(superuser_url: str) -> Iterator[tuple[Database, list[str]]]:
    """A database that puts the plan of every statement it runs into the list."""
    options = " ".join(f"-c {name}={value}" for name, value in _EXPLAINED.items())
    plans: list[str] = []
    with closing(Database(lambda: make_conninfo(superuser_url, options=options), budget=60)) as database:
        with database.transaction() as cursor:
            cursor.connection.add_notice_handler(lambda notice: plans.append(notice.message_primary or ""))
        yield database, plans
