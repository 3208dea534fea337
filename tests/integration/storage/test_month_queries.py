"""A month out of Postgres: alerts that people heard of, money, and the days, within the month and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg.types.json import Jsonb

from pawpop_monitoring.domain.period import month_of
from pawpop_monitoring.domain.readings.past_month import RuleTally
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.day_records import DayRecords
from pawpop_monitoring.storage.month_queries import PostgresMonths

VIENNA = ZoneInfo("Europe/Vienna")
OCTOBER = month_of(datetime(2026, 10, 15, tzinfo=UTC), VIENNA)
NOW = OCTOBER.end + timedelta(minutes=20)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def months(database: Database) -> PostgresMonths:
    return PostgresMonths(database=database, days=DayRecords(database, 15 * MINUTE), zone=VIENNA)


def _alert(direct: psycopg.Connection, at: datetime, rule: str = "connections", **fields: Any) -> None:
    row = {
        "id": f"{rule}-{at.isoformat()}",
        "service": "supabase",
        "severity": "high",
        "message": f"{rule} is broken",
        "details": Jsonb({}),
        "timestamp": at,
        "rule": rule,
        "fingerprint": f"supabase:{rule}:{at.isoformat()}",
        "status": "resolved",
        "resolved": True,
        "resolved_at": at + HOUR,
        "resolved_by": "check",
        "notified_at": at,
    } | fields
    columns = ", ".join(row)
    values = ", ".join(f"%({name})s" for name in row)
    direct.execute(f"INSERT INTO monitoring_alerts ({columns}) VALUES ({values})", row)


def _call(direct: psycopg.Connection, at: datetime, cost: float) -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at)"
        " VALUES ('flux', gen_random_uuid()::text, 'success', 900, %s, %s)",
        [cost, at],
    )


def test_of_an_empty_database_nothing_is_known(months: PostgresMonths) -> None:
    assert months.first_data() is None
    reading = months.read(OCTOBER, NOW)
    assert (reading.rules, reading.longest, reading.answered, reading.cost, reading.cost_before) == (
        (),
        None,
        0,
        0,
        None,
    )
    assert (reading.first_data, reading.daily, reading.days) == (None, (), ())


def test_alerts_are_those_that_people_heard_of_in_the_month(months: PostgresMonths, direct: psycopg.Connection) -> None:
    start, end = OCTOBER.start, OCTOBER.end
    for at in (start - MINUTE, start, start + 3 * DAY, end - MINUTE, end):
        _alert(direct, at)
    _alert(direct, start + DAY, notified_at=None)
    _alert(direct, start + DAY + MINUTE, details=Jsonb({"test": True}))
    taken: dict[str, Any] = {
        "acknowledged_at": start + 5 * DAY + 12 * MINUTE,
        "resolved_at": start + 5 * DAY + 3 * HOUR,
    }
    _alert(direct, start + 5 * DAY, "unreachable", severity="critical", resolved_by="Ann", **taken)
    _alert(direct, start + 6 * DAY, "locks", severity="low", resolved_at=start + 9 * DAY)
    reading = months.read(OCTOBER, NOW)
    assert reading.rules == (
        RuleTally(service="supabase", rule="connections", worst=Severity.HIGH, times=3, ended_alone=3),
        RuleTally(service="supabase", rule="unreachable", worst=Severity.CRITICAL, times=1, ended_alone=0),
        RuleTally(service="supabase", rule="locks", worst=Severity.LOW, times=1, ended_alone=1),
    )
    assert reading.longest is not None
    assert (reading.longest.message, reading.longest.lasted) == ("unreachable is broken", 3 * HOUR)
    assert (reading.answered, reading.answered_within) == (1, 12 * MINUTE)


def test_sums_of_days_follow_whatever_becomes_of_their_alerts(
    months: PostgresMonths, direct: psycopg.Connection
) -> None:
    """Two hundred alerts that are told later, escalated, taken on, ended, reopened, called a test and forgotten."""
    for number in range(200):
        _alert(direct, OCTOBER.start + number * 3 * HOUR + MINUTE, f"rule{number % 3}", notified_at=None)
    for change in (
        "notified_at = timestamp WHERE rule <> 'rule2'",
        "severity = 'critical' WHERE rule = 'rule1' AND timestamp < '2026-10-09'",
        "acknowledged_at = timestamp + interval '5 minutes' WHERE timestamp > '2026-10-20'",
        "resolved_by = 'Ann' WHERE rule = 'rule0' AND timestamp < '2026-10-05'",
        "resolved = false WHERE timestamp BETWEEN '2026-10-10' AND '2026-10-12'",
        "details = '{\"test\": true}' WHERE timestamp BETWEEN '2026-10-12' AND '2026-10-13'",
    ):
        direct.execute(f"UPDATE monitoring_alerts SET {change}".encode())
    direct.execute("DELETE FROM monitoring_alerts WHERE timestamp < '2026-10-03'")
    reading = months.read(OCTOBER, NOW)
    counted = direct.execute(
        "SELECT rule, count(*), count(*) FILTER (WHERE resolved_by = 'check' AND acknowledged_at IS NULL)"
        " FROM monitoring_alerts WHERE notified_at IS NOT NULL AND NOT details ? 'test' GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    assert sorted((each.rule, each.times, each.ended_alone) for each in reading.rules) == sorted(counted)
    assert {each.rule: each.worst for each in reading.rules} == {"rule0": Severity.HIGH, "rule1": Severity.CRITICAL}
    assert direct.execute(
        "SELECT max(rows) <= 90 FROM (SELECT count(*) AS rows FROM monitoring_alert_days GROUP BY day) AS a"
    ).fetchone() == (True,)


def test_what_is_still_open_lasts_until_now(months: PostgresMonths, direct: psycopg.Connection) -> None:
    open_fields: dict[str, Any] = {"status": "open", "resolved": False, "resolved_at": None, "resolved_by": None}
    _alert(direct, NOW - 5 * HOUR, **open_fields)
    longest = months.read(OCTOBER, NOW).longest
    assert longest is not None
    assert (longest.lasted, longest.is_open) == (5 * HOUR, True)


def test_money_is_that_of_the_month_in_the_shops_time(months: PostgresMonths, direct: psycopg.Connection) -> None:
    for at, cost in (
        (OCTOBER.start - 2 * DAY, 3.0),
        (OCTOBER.start - MINUTE, 2.0),
        (OCTOBER.start, 10.0),
        (OCTOBER.end - MINUTE, 20.0),
        (OCTOBER.end, 40.0),
    ):
        _call(direct, at, cost)
    reading = months.read(OCTOBER, NOW)
    assert (reading.cost, reading.cost_before) == (30.0, 5.0)
    # The first day with requests may be cut off, and is left out.
    assert reading.daily == (2.0, 10.0, *(0.0,) * 29, 20.0)


def test_days_are_those_of_the_month(months: PostgresMonths, direct: psycopg.Connection) -> None:
    for day in range(70):
        direct.execute(
            "INSERT INTO system_health_days (service, day, up_seconds, down_seconds, trouble_seconds)"
            " VALUES ('stripe', %s, 86340, 60, 0)",
            [datetime(2026, 9, 1, tzinfo=UTC).date() + day * DAY],
        )
    days = months.read(OCTOBER, NOW).days
    assert {f"{min(each.day for each in days)}", f"{max(each.day for each in days)}"} == {"2026-10-01", "2026-10-31"}
    assert months.first_data() == datetime(2026, 9, 1, tzinfo=UTC)
