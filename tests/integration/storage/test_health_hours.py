"""Numbers of checks by hour: each row counted once, whatever it holds, and kept longer than the row."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

HOUR = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _store(direct: psycopg.Connection, at: datetime, time: float | None, details: Any) -> None:
    direct.execute(
        "INSERT INTO system_health_metrics (service, status, response_time, details, created_at)"
        " VALUES ('supabase', 'healthy', %s, %s, %s) ON CONFLICT DO NOTHING",
        [time, Jsonb(details), at],
    )


def _hours(direct: psycopg.Connection) -> dict[tuple[str, datetime], tuple[Any, ...]]:
    query = "SELECT name, hour, samples, low, high, total FROM system_health_hours WHERE name <> 'checks'"
    rows: Any = direct.execute(query).fetchall()
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def test_an_hour_holds_how_many_the_least_the_most_and_the_sum(direct: psycopg.Connection) -> None:
    for minute, used in ((0, 40.0), (5, 60.0), (59, 20.0), (60, 10.0)):
        _store(direct, HOUR + minute * MINUTE, None, {"connectionUtilization": used})
    assert _hours(direct) == {
        ("connectionUtilization", HOUR): (3, 20.0, 60.0, 120.0),
        ("connectionUtilization", HOUR + 60 * MINUTE): (1, 10.0, 10.0, 10.0),
    }


def test_a_row_that_comes_twice_counts_once(direct: psycopg.Connection) -> None:
    for _ in range(2):
        _store(direct, HOUR, 5.0, {})
    assert _hours(direct) == {("responseTime", HOUR): (1, 5.0, 5.0, 5.0)}


def test_the_servers_own_metrics_count_and_texts_and_nonsense_do_not(direct: psycopg.Connection) -> None:
    odd = {"problems": [], "readOnly": True, "text": "7", "huge": 10**400, "serverMetrics": {"diskUsedPercent": 61.5}}
    _store(direct, HOUR, None, odd | {"responseTime": 9})
    _store(direct, HOUR + MINUTE, None, [1, 2])
    assert _hours(direct) == {("diskUsedPercent", HOUR): (1, 61.5, 61.5, 61.5)}


def test_each_check_counts_whatever_it_saw(direct: psycopg.Connection) -> None:
    for minute in range(3):
        _store(direct, HOUR + minute * MINUTE, None, {})
    [row] = direct.execute("SELECT service, hour, samples FROM system_health_hours WHERE name = 'checks'").fetchall()
    assert tuple(row) == ("supabase", HOUR, 3)


def test_hours_outlive_their_rows_and_go_in_the_end(direct: psycopg.Connection) -> None:
    now = datetime.now(UTC)
    for days in (1, 40, 101):
        _store(direct, now - timedelta(days=days), 1.0, {})
    direct.execute("SELECT cleanup_monitoring_data()")
    ages = sorted((now - hour).days for _, hour in _hours(direct))
    assert ages == [1, 40]
