"""The Grafana dashboard can be imported, and each of its queries runs on our tables."""

import json
import re
from datetime import datetime, timedelta
from math import floor
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg.rows import TupleRow

from pawpop_monitoring.checks.trends.judge import Surroundings, judge
from pawpop_monitoring.checks.trends.objectives import WINDOWS
from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.domain.metric import metric_of
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.cost_queries import read_spending
from pawpop_monitoring.storage.history_queries import read_uptime
from pawpop_monitoring.storage.trend_series import Asked, PostgresTrends
from pawpop_monitoring.telemetry.measurements import measurements_of
from tests.e2e.browser.scenes import all_well

FILE = Path(__file__).parents[3] / "shared" / "grafana" / "pawpop-monitoring.json"
DASHBOARD: dict[str, Any] = json.loads(FILE.read_text())
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]
TITLE = "Uptime, and how much of the time was observed"

# What Grafana makes of its macros before it sends a query.
MACROS = {
    r"\$__timeGroupAlias\((\w+), \$__interval\)": r"date_bin(interval '5 minutes', \1, 'epoch') AS time",
    r"\$__timeFilter\((\w+)\)": r"\1 BETWEEN now() - interval '1 day' AND now()",
    r"\$__timeFrom\(\)": "(now() - interval '1 day')",
    r"\$__timeTo\(\)": "now()",
    r"\$zone": "Asia/Kolkata",
}


def _as_sent(query: str) -> str:
    for macro, meaning in MACROS.items():
        query = re.sub(macro, meaning, query)
    return query


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_each_query_runs(panel: dict[str, Any], direct: psycopg.Connection) -> None:
    query = _as_sent(panel["targets"][0]["rawSql"])
    columns = [column.name for column in direct.execute(query.encode()).description or ()]
    assert "$" not in query
    if panel["targets"][0]["format"] == "time_series":
        assert "time" in columns


def test_import_asks_for_the_data_source() -> None:
    asked = {given["name"] for given in DASHBOARD["__inputs"]}
    used = {panel["datasource"]["uid"] for panel in PANELS}
    assert used == {f"${{{name}}}" for name in asked}


def test_panels_do_not_overlap() -> None:
    cells = [
        (column, row)
        for panel in PANELS
        for column in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for row in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)


def _of(direct: psycopg.Connection, title: str) -> list[TupleRow]:
    (panel,) = [panel for panel in PANELS if panel["title"] == title]
    return direct.execute(_as_sent(panel["targets"][0]["rawSql"]).encode()).fetchall()


def test_costs_are_those_of_the_dashboard(direct: psycopg.Connection, database: Database) -> None:
    """They were summed apart, by UTC's days and with what is no money, which made one of them NaN."""
    for cost, hours in (("0.1", 0), ("NaN", 0), ("-3", 0), ("2.5", 13), ("4", 40)):
        direct.execute(
            "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at)"
            " VALUES ('e', gen_random_uuid()::text, 'success', 5, %s::numeric, now() - make_interval(hours => %s))",
            [cost, hours],
        )
    now: datetime = direct.execute("SELECT now()").fetchall()[0][0]
    with database.transaction() as cursor:
        spending = read_spending(cursor, now, ZoneInfo("Asia/Kolkata"))

    assert _of(direct, "Cost today") == [(spending.today,)]
    assert _of(direct, "Cost this month") == [(spending.month,)]


def test_uptime_says_of_how_much_time_it_speaks(direct: psycopg.Connection, database: Database) -> None:
    direct.execute(
        "INSERT INTO system_health_metrics (service, status, created_at)"
        " SELECT service, CASE WHEN minutes = 60 THEN state ELSE 'healthy' END, now() - make_interval(mins => minutes)"
        " FROM (VALUES ('stripe', 'down'), ('fal-ai', 'critical'), ('supabase', 'unknown')) AS kind (service, state)"
        " CROSS JOIN generate_series(5, 120, 5) AS minutes"
    )
    now: datetime = direct.execute("SELECT now()").fetchall()[0][0]
    day, patience = timedelta(days=1), timedelta(minutes=15)
    window = Window(since=now - day, until=now, step=patience, patience=patience)
    with database.transaction() as cursor:
        uptime = read_uptime(cursor, window)

    shown = {name: (float(up), float(observed)) for name, up, observed in _of(direct, TITLE)}
    assert shown.keys() == uptime.keys()
    for name, known in uptime.items():
        assert shown[name][0] == floor(10 * (known.percent or 0)) / 10
        assert shown[name][1] == pytest.approx(known.coverage(day.total_seconds()), abs=0.1)
    assert shown["stripe"] == (95.8, 8.3)
    assert shown["supabase"][1] < shown["fal-ai"][1]


def test_budgets_are_those_of_the_insights(direct: psycopg.Connection, database: Database) -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, error_message, created_at)"
        " SELECT 'flux', gen_random_uuid()::text, CASE WHEN place <= 6 THEN 'error' ELSE 'success' END, 900, 0.05,"
        " CASE WHEN place <= 6 THEN 'HTTP 500' END, now() - interval '3 hours' FROM generate_series(1, 400) AS place"
    )
    direct.execute(
        "INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, livemode, created_at)"
        " SELECT gen_random_uuid()::text, 'charge.succeeded', 'success', CASE WHEN place = 1 THEN 9000 ELSE 90 END,"
        " true, now() - interval '3 hours' FROM generate_series(1, 400) AS place"
    )
    now: datetime = direct.execute("SELECT now()").fetchall()[0][0]
    zone = ZoneInfo("UTC")
    reading = PostgresTrends(database, zone, Asked(by_day=(), compared=(), windows=WINDOWS)).read(now)
    found = {each.name: each for each in judge(reading, Surroundings(zone=zone, month_limit=1000))[0].slo}
    shown = {name: (total, failed, float(left)) for name, total, failed, left in _of(direct, "Error budgets, 30 days")}
    assert shown == {"images": (400, 6, 50.0), "webhooks": (400, 1, 50.0)}
    for name, (total, failed, left) in shown.items():
        assert (found[name].total, found[name].failed) == (total, failed)
        assert 100 * (found[name].budget_left or 0) == pytest.approx(left)


def test_forecasts_are_the_metrics_that_are_exported(direct: psycopg.Connection) -> None:
    """Of the newest check, by the names that the charts, Prometheus and OTLP take them by."""
    found = {"monthForecastLow": 1010.4, "monthForecast": 1120.5, "monthForecastHigh": 1290.0, "monthLimitDays": 4}
    newest = json.dumps(found | {"creditDays": 3.9})
    for details, minutes in ((newest, 2), ('{"monthForecast": 900}', 9)):
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, details, created_at)"
            " VALUES ('fal-ai', 'healthy', %s, now() - make_interval(mins => %s))",
            [details, minutes],
        )
    asked = "SELECT ((now() - interval '2 minutes') AT TIME ZONE 'Asia/Kolkata')::date + 4"
    limit_on = direct.execute(asked).fetchall()[0][0]
    [shown] = _of(direct, "What the month will cost at fal.ai")
    assert [*map(float, shown[:3]), shown[3], float(shown[4])] == [1010.4, 1120.5, 1290.0, limit_on, 3.9]
    service = all_well().dashboard.services["fal-ai"].model_copy(update={"details": json.loads(newest)})
    state = all_well().dashboard.model_copy(update={"services": {"fal-ai": service}})
    exported = {each.name: [value for _, value in each.samples] for each in measurements_of(state)}
    assert exported["month_forecast_dollars"] == [1010.4, 1120.5, 1290.0]
    assert (exported["month_limit_days"], exported["credit_days"]) == ([4.0], [3.9])
    assert all(metric_of("fal-ai", name) for name in json.loads(newest))
