"""The Grafana dashboard can be imported, and each of its queries runs on our tables."""

import json
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

FILE = Path(__file__).parents[3] / "shared" / "grafana" / "pawpop-monitoring.json"
DASHBOARD: dict[str, Any] = json.loads(FILE.read_text())
PANELS: list[dict[str, Any]] = DASHBOARD["panels"]

# What Grafana makes of its macros before it sends a query.
MACROS = {
    r"\$__timeGroupAlias\((\w+), \$__interval\)": r"date_bin(interval '5 minutes', \1, 'epoch') AS time",
    r"\$__timeFilter\((\w+)\)": r"\1 BETWEEN now() - interval '1 day' AND now()",
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
