"""Series and uptime, as Postgres condenses them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import psycopg
import pytest

from pawpop_monitoring.domain.history import Uptime, Window
from pawpop_monitoring.http.dashboard_window import window_of
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.history_queries import read_series, read_uptime
from tests.factories import NOW

MINUTE = timedelta(minutes=1)
HOUR = Window(since=NOW - timedelta(hours=1), until=NOW, step=5 * MINUTE, patience=3 * MINUTE)

type Check = tuple[datetime, str, float | None]


def _store(direct: psycopg.Connection, checks: Iterable[Check], service: str = "supabase") -> None:
    with direct.cursor().copy(
        "COPY system_health_metrics (service, status, response_time, created_at) FROM STDIN"
    ) as copy:
        for at, status, response_time in checks:
            copy.write_row((service, status, response_time, at))


def _ago(minutes: float) -> datetime:
    return NOW - minutes * MINUTE


def test_a_step_shows_its_worst_status_and_its_means(database: Database, direct: psycopg.Connection) -> None:
    _store(direct, [(_ago(9), "healthy", 10), (_ago(8), "down", None), (_ago(7), "warning", 40)])
    with database.transaction() as cursor:
        (point,) = read_series(cursor, HOUR)["supabase"]
    assert (point.at, point.status, point.response_time) == (_ago(10), "down", 25.0)


def test_steps_without_checks_are_left_out(database: Database, direct: psycopg.Connection) -> None:
    _store(direct, [(_ago(50), "healthy", 10), (_ago(5), "healthy", 20)])
    with database.transaction() as cursor:
        points = read_series(cursor, HOUR)["supabase"]
    assert [point.at for point in points] == [_ago(50), _ago(5)]


def test_the_window_is_half_open(database: Database, direct: psycopg.Connection) -> None:
    _store(direct, [(HOUR.since, "healthy", 1), (HOUR.until, "down", 2), (_ago(60.01), "down", 3)])
    with database.transaction() as cursor:
        (point,) = read_series(cursor, HOUR)["supabase"]
    assert point.response_time == 1


@pytest.mark.parametrize("chosen", ["24h", "7d", "30d"])
def test_no_range_has_more_than_300_points(chosen: str, database: Database, direct: psycopg.Connection) -> None:
    window = window_of(chosen, NOW + 17 * timedelta(seconds=1), MINUTE)  # type: ignore[arg-type]
    checks = int((window.until - window.since) / (5 * MINUTE))
    _store(direct, ((window.until - 5 * MINUTE * index - MINUTE, "healthy", 5) for index in range(checks)))
    with database.transaction() as cursor:
        assert 250 < len(read_series(cursor, window)["supabase"]) <= 300


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        pytest.param([(_ago(2), "healthy", 1)], Uptime(up=120), id="the last check speaks until now"),
        pytest.param([(_ago(30), "healthy", 1)], Uptime(up=180), id="but not for longer than its patience"),
        pytest.param([(_ago(3), "healthy", 1), (_ago(1), "down", None)], Uptime(up=120, down=60), id="by time"),
        pytest.param([(_ago(2), "unknown", None)], Uptime(), id="unknown is neither up nor down"),
        pytest.param([(_ago(2), "warning", 1)], Uptime(up=120), id="trouble is up"),
        pytest.param([(_ago(2), "down", None)], Uptime(down=120), id="down is"),
        pytest.param([(_ago(2), "critical", 1)], Uptime(up=120), id="a budget is no outage"),
        pytest.param([(_ago(61), "healthy", 1)], Uptime(up=120), id="a check before the window reaches into it"),
        pytest.param([(_ago(64), "healthy", 1)], None, id="an old one does not"),
    ],
)
def test_uptime(checks: list[Check], expected: Uptime | None, database: Database, direct: psycopg.Connection) -> None:
    _store(direct, checks)
    with database.transaction() as cursor:
        assert read_uptime(cursor, HOUR).get("supabase") == expected


def test_services_do_not_speak_for_each_other(database: Database, direct: psycopg.Connection) -> None:
    _store(direct, [(_ago(2), "healthy", 1)])
    _store(direct, [(_ago(1), "down", None)], service="stripe")
    with database.transaction() as cursor:
        uptime = read_uptime(cursor, HOUR)
    assert (uptime["supabase"], uptime["stripe"]) == (Uptime(up=120), Uptime(down=60))
