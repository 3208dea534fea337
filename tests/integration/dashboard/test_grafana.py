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

from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.cost_queries import read_spending
from pawpop_monitoring.storage.history_queries import read_uptime

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
