"""Days of the public status page: summed before their rows go, the same however often, and never guessed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from pawpop_monitoring.domain.day_record import DayRecord
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.day_records import DayRecords

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 23), date(2026, 11, 22)
MINUTE = timedelta(minutes=1)
PATIENCE = 15 * MINUTE

type Check = tuple[datetime, str, dict[str, Any]]


def _store(direct: psycopg.Connection, checks: Iterable[Check]) -> None:
    for at, status, broken in checks:
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, details, created_at) VALUES ('stripe', %s, %s, %s)",
            [status, Jsonb({"broken": broken} if broken else {}), at],
        )


@pytest.fixture
def records(database: Database) -> DayRecords:
    return DayRecords(database, PATIENCE)


def _sums(found: Iterable[DayRecord]) -> dict[date, tuple[float, float, float]]:
    return {each.day: (each.up, each.down, each.trouble) for each in found}


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([(NOW - 10 * MINUTE, "healthy", {})], {TODAY: (600, 0, 0)}),
        ([(NOW - 60 * MINUTE, "healthy", {})], {TODAY: (900, 0, 0)}),
        ([(NOW - 10 * MINUTE, "down", {}), (NOW - 5 * MINUTE, "healthy", {})], {TODAY: (300, 300, 0)}),
        ([(NOW - 10 * MINUTE, "unknown", {})], {TODAY: (0, 0, 0)}),
        ([(NOW - 730 * MINUTE, "down", {})], {YESTERDAY: (0, 600, 0), TODAY: (0, 300, 0)}),
        ([(NOW - 720 * MINUTE, "down", {})], {TODAY: (0, 900, 0)}),
    ],
    ids=["until now", "no longer than its patience", "down", "unknown is neither", "over midnight", "at midnight"],
)
def test_what_checks_say_of_a_day(
    checks: list[Check], expected: dict[date, tuple[float, ...]], records: DayRecords, direct: psycopg.Connection
) -> None:
    _store(direct, checks)
    assert _sums(records.read(NOW)) == expected
    assert _sums(records.sum_up(NOW)) == expected


@pytest.mark.parametrize(
    ("status", "broken", "trouble"),
    [
        ("critical", {"stripe:payment_success_rate": {"severity": "critical"}}, 300),
        ("warning", {"stripe:payment_success_rate": {"severity": "medium"}}, 0),
        ("critical", {"supabase:connections": {"severity": "high"}}, 0),
        ("warning", {"supabase:service_unhealthy:auth": {"severity": "high"}}, 300),
        ("healthy", {"stripe:payment_success_rate": {"severity": "critical"}}, 0),
        ("critical", {"stripe:payment_success_rate": "odd", "": 3, "x": None}, 0),
    ],
)
def test_trouble_is_what_customers_feel(
    status: str, broken: dict[str, Any], trouble: float, records: DayRecords, direct: psycopg.Connection
) -> None:
    _store(direct, [(NOW - 5 * MINUTE, status, broken)])
    assert _sums(records.read(NOW)) == {TODAY: (300, 0, trouble)}


def test_broken_rules_of_any_json_break_nothing(records: DayRecords, direct: psycopg.Connection) -> None:
    for minutes, odd in enumerate(('{"broken": []}', '{"broken": "x"}', '{"broken": null}', "{}")):
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, details, created_at) VALUES ('s', 'critical', %s, %s)",
            [odd, NOW - (minutes + 1) * MINUTE],
        )
    assert _sums(records.read(NOW)) == {TODAY: (240, 0, 0)}


def test_days_outlive_their_rows(records: DayRecords, direct: psycopg.Connection) -> None:
    _store(direct, [(NOW - timedelta(days=2), "down", {}), (NOW - 5 * MINUTE, "healthy", {})])
    before = _sums(records.sum_up(NOW))
    direct.execute("DELETE FROM system_health_metrics WHERE created_at < %s", [NOW - timedelta(days=1)])
    direct.execute("UPDATE system_health_days SET day = day - 20 WHERE down_seconds > 0")
    assert _sums(records.sum_up(NOW)) == {TODAY: (300, 0, 0), date(2026, 11, 1): (0, 900, 0)}
    assert before == {TODAY: (300, 0, 0), date(2026, 11, 21): (0, 900, 0)}


def test_what_comes_late_is_summed_again(records: DayRecords, direct: psycopg.Connection) -> None:
    _store(direct, [(NOW - timedelta(days=3), "healthy", {})])
    records.sum_up(NOW)
    _store(direct, [(NOW - timedelta(days=3) + 5 * MINUTE, "down", {})])
    for _ in range(2):
        assert _sums(records.sum_up(NOW)) == {date(2026, 11, 20): (300, 900, 0)}
    assert _sums(records.read(NOW)) == {date(2026, 11, 20): (300, 900, 0)}


def test_an_installation_that_never_summed_shows_what_its_rows_say(
    records: DayRecords, direct: psycopg.Connection
) -> None:
    _store(direct, [(NOW - timedelta(days=28), "healthy", {})])
    assert _sums(records.read(NOW)) == {date(2026, 10, 26): (900, 0, 0)}


def test_ninety_days_are_answered_and_400_kept(records: DayRecords, direct: psycopg.Connection) -> None:
    for back in (89, 90, 400, 401):
        direct.execute("INSERT INTO system_health_days VALUES ('stripe', %s, 1, 0, 0)", [TODAY - timedelta(days=back)])
    assert set(_sums(records.sum_up(NOW))) == {TODAY - timedelta(days=89)}
    rows = direct.execute("SELECT day FROM system_health_days ORDER BY 1").fetchall()
    assert [TODAY - row[0] for row in rows] == [timedelta(days=back) for back in (400, 90, 89)]
