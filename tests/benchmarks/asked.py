"""All that checks, pages, the API and the cleanup ask of Postgres, each as it is asked there.

GET /insights and the public pages of incidents ask DynamoDB alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from pawpop_monitoring.bootstrap.trends_check import WANTED
from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.curve import CurveSpan
from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.domain.metric import metric_of
from pawpop_monitoring.domain.period import Period, day_of
from pawpop_monitoring.domain.series import ROWS_KEPT, SeriesSpan
from pawpop_monitoring.storage import stripe_event_sql
from pawpop_monitoring.storage.alert_queries import NOTHING, AlertQueries
from pawpop_monitoring.storage.alert_stories import AlertStories
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.cost_queries import read_spending
from pawpop_monitoring.storage.curve_queries import CurveQueries
from pawpop_monitoring.storage.dashboard_queries import DashboardQueries
from pawpop_monitoring.storage.day_records import DayRecords
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.storage.health_metrics import HealthMetrics
from pawpop_monitoring.storage.mark_queries import read_marks
from pawpop_monitoring.storage.month_queries import PostgresMonths
from pawpop_monitoring.storage.series_queries import AskedSeries, read_series_of
from pawpop_monitoring.storage.system_state import PostgresSystemState
from pawpop_monitoring.storage.trend_series import PostgresTrends

_UTC = ZoneInfo("UTC")
_HOUR, _DAY, _PATIENCE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=15)
_24_HOURS = b"SELECT * FROM stripe_webhook_events_between(%(now)s::timestamptz - interval '24 hours', %(until)s)"
_24_HOURS_OF_PAYMENTS = b"SELECT * FROM stripe_payments_between(%(now)s::timestamptz - interval '24 hours', %(until)s)"
_PANELS = (
    ("fal-ai", "cost", "endpoint"),
    ("fal-ai", "requests", ""),
    ("stripe", "events", ""),
    ("stripe", "responseTimeP95", ""),
    ("supabase", "connectionUtilization", ""),
)
_FEW_OLD = 4
"""Rows of each table, so that as many are deleted of few as of many."""


@dataclass(frozen=True, slots=True)
class Query:
    """Something to ask of the database behind an address; `pages` tells how many it touches, if that can be told."""

    ask: Callable[[str], object]
    pages: Callable[[str], int | None] = lambda _: None


def queries(now: datetime) -> Mapping[str, Query]:
    """By what they are for; `now` is when the rows end."""
    return {**_checks(now), **_pages_of_people(now), **_functions(now)}


def failing_for_a_day(now: datetime) -> Query:
    """The deliveries again, for when all of them failed."""
    return _statement(stripe_event_sql.DELIVERIES, now)


def _checks(now: datetime) -> Mapping[str, Query]:
    tomorrow = now + _DAY
    return {
        "check fal-ai": Query(lambda url: PostgresFalUsage(lambda: url).read(periods_at(now, _UTC))),
        "check stripe: deliveries": _statement(stripe_event_sql.DELIVERIES, now),
        "check stripe: payments": _statement(stripe_event_sql.PAYMENTS, now),
        "check stripe: rhythm": _statement(stripe_event_sql.RHYTHM, now),
        "check stripe: rhythm, a day quiet": _statement(stripe_event_sql.RHYTHM, tomorrow),
        "check stripe: refusals": _statement(stripe_event_sql.REFUSALS, now),
        "check stripe: handling": _statement(stripe_event_sql.HANDLING, now),
        "check system": Query(lambda url: PostgresSystemState(lambda: url).read(now, _PATIENCE)),
        "check trends": Query(lambda url: PostgresTrends(_database(url), _UTC, WANTED).read(now)),
        "review of a month": Query(lambda url: _months(url).read(_newest_month(now), now)),
    }


def _newest_month(now: datetime) -> Period:
    """The 30 days up to this one, so that all alerts lie in it."""
    today = day_of(now, _UTC).start
    return Period(today - 30 * _DAY, today)


def _pages_of_people(now: datetime) -> Mapping[str, Query]:
    window = Window(since=now - _DAY, until=now, step=timedelta(minutes=15), patience=_PATIENCE)
    curve = CurveSpan(since=now - _DAY, until=now, step=timedelta(minutes=15))
    everything, worst = ListAlertsQuery(resolved="all"), ListAlertsQuery(order="worst")
    return {
        "dashboard, metrics": Query(lambda url: DashboardQueries(_database(url), _UTC).read(window)),
        "dashboard: costs": Query(_in_transaction(lambda cursor: read_spending(cursor, now, _UTC))),
        "90 days of five panels": Query(_in_transaction(lambda cursor: _five_panels(cursor, now))),
        "health": Query(lambda url: HealthMetrics(_database(url)).latest(now)),
        "status page": Query(lambda url: DayRecords(_database(url), _PATIENCE).read(now)),
        "alerts: open": Query(lambda url: AlertQueries(_database(url)).page(ListAlertsQuery())),
        "alerts: worst first": Query(lambda url: AlertQueries(_database(url)).page(worst)),
        "alerts: all of a month": Query(lambda url: AlertQueries(_database(url)).page(everything)),
        "one alert": Query(lambda url: AlertStories(_database(url)).find("alert_7", NOTHING)),
        "its curve": Query(
            lambda url: CurveQueries(_database(url)).read("supabase", "usedConnections", curve, lowest=False)
        ),
    }


def _functions(now: datetime) -> Mapping[str, Query]:
    return {
        "24 hours of events, to the microsecond": _statement(_24_HOURS, now),
        "24 hours of payments, to the microsecond": _statement(_24_HOURS_OF_PAYMENTS, now),
        "get_daily_fal_usage()": _statement(b"SELECT * FROM get_daily_fal_usage()", now),
        "get_stripe_webhook_health()": _statement(b"SELECT * FROM get_stripe_webhook_health()", now),
        f"cleanup, {_FEW_OLD} rows of each table": Query(_clean_up),
    }


def _months(url: str) -> PostgresMonths:
    return PostgresMonths(database=_database(url), days=DayRecords(_database(url), _PATIENCE), zone=_UTC)


def _five_panels(cursor: Cursor, now: datetime) -> None:
    """As GET /series reads each of them, the week before and the marks with it."""
    for service, name, group in _PANELS:
        metric = metric_of(service, name)
        assert metric
        asked = AskedSeries(service=service, metric=metric, group=group, zone=_UTC, rows_since=now - ROWS_KEPT)
        span = SeriesSpan.between(now - 90 * _DAY, now, _HOUR)
        read_series_of(cursor, asked, span)
        read_series_of(cursor, asked, span.before(7 * _DAY))
        read_marks(cursor, service, span, NOTHING)


def _clean_up(url: str) -> None:
    """Taken back, so that the next run has the same to do."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT * FROM cleanup_monitoring_batch(%s)", [_FEW_OLD])
        connection.rollback()


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

    def query(url: str) -> None:
        with _database(url).transaction() as cursor:
            ask(cursor)

    return query
