"""What was spent, by the shop's own calendar."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import psycopg
import pytest

from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.checks.trends.judge import Surroundings, judge
from pawpop_monitoring.domain.period import calendar_day
from pawpop_monitoring.domain.readings.fal_ai import FalUsage
from pawpop_monitoring.domain.sale_days import sale_days_of
from pawpop_monitoring.domain.spending import Spending
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.cost_queries import DAYS_SHOWN, ENDPOINTS_SHOWN, read_spending
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.storage.trend_series import Asked, PostgresTrends

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def _spend(
    direct: psycopg.Connection, at: datetime, cost: str | None, endpoint: str = "flux", status: str = "success"
) -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at)"
        " VALUES (%s, gen_random_uuid()::text, %s, 1000, %s, %s)",
        (endpoint, status, cost, at),
    )


def _read(database: Database, now: datetime = NOW, zone: ZoneInfo = NEW_YORK) -> Spending:
    with database.transaction() as cursor:
        return read_spending(cursor, now, zone)


def test_a_day_begins_at_midnight_in_the_shop(database: Database, direct: psycopg.Connection) -> None:
    _spend(direct, datetime(2026, 11, 23, 4, 59, 59, tzinfo=UTC), "1.00")
    _spend(direct, datetime(2026, 11, 23, 5, 0, tzinfo=UTC), "2.00")
    spending = _read(database)
    assert (spending.today, spending.month) == (Decimal("2.00"), Decimal("3.00"))
    assert [(day.day, day.cost) for day in spending.daily[-2:]] == [
        (date(2026, 11, 22), Decimal("1.00")),
        (date(2026, 11, 23), Decimal("2.00")),
    ]


def test_what_is_dated_tomorrow_is_not_of_today(
    database: Database, direct: psycopg.Connection, database_url: str
) -> None:
    """The dashboard said 12 before, the check 2."""
    _spend(direct, datetime(2026, 11, 23, 6, tzinfo=UTC), "2.00")
    _spend(direct, datetime(2026, 11, 24, 5, 30, tzinfo=UTC), "10.00")
    spending = _read(database)
    checked = PostgresFalUsage(lambda: database_url).read(periods_at(NOW, NEW_YORK))
    assert isinstance(checked, FalUsage)
    told = direct.execute("SELECT total_cost FROM get_daily_fal_usage('2026-11-23', 'America/New_York')").fetchall()
    assert told == [(2,)]
    assert {spending.today, spending.daily[-1].cost, checked.today.cost} == {2}
    assert spending.month == checked.month.cost == 12


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Havana", date(2026, 11, 1)),  # midnight comes twice
        ("Atlantic/Azores", date(2026, 10, 25)),  # the hour before it comes twice
        ("America/Santiago", date(2026, 9, 6)),  # there is no midnight
        ("America/New_York", date(2026, 11, 1)),
        ("Asia/Kathmandu", date(2026, 2, 28)),
        ("Pacific/Kiritimati", date(2026, 12, 31)),
    ],
)
def test_all_agree_on_a_day_whatever_the_clocks_do(
    database: Database, direct: psycopg.Connection, database_url: str, zone: str, day: date
) -> None:
    """The check's day began an hour before that of the dashboard and of the database function."""
    here = ZoneInfo(zone)
    begins, ends = calendar_day(day, here).start, calendar_day(day, here).end
    for hour in range(-30, 30):
        _spend(direct, begins + timedelta(hours=hour), f"{hour + 31}.01")
    now = begins + (ends - begins) / 2
    spending = _read(database, now, here)
    checked = PostgresFalUsage(lambda: database_url).read(periods_at(now, here))
    assert isinstance(checked, FalUsage)
    row = direct.execute("SELECT total_cost FROM get_daily_fal_usage(%s, %s)", [day, zone]).fetchall()[0]

    hours = int((ends - begins) / timedelta(hours=1))
    assert sum(Decimal(f"{hour + 31}.01") for hour in range(hours)) == spending.today
    assert {spending.daily[-1].cost, checked.today.cost, *row} == {spending.today}
    assert (spending.daily[-1].day, spending.month) == (day, checked.month.cost)
    assert (
        spending.daily[-2].cost
        == direct.execute(
            "SELECT total_cost FROM get_daily_fal_usage(%s, %s)", [day - timedelta(days=1), zone]
        ).fetchall()[0][0]
    )


def test_a_month_begins_there_too(database: Database, direct: psycopg.Connection) -> None:
    _spend(direct, datetime(2026, 11, 1, 3, 59, tzinfo=UTC), "5")
    _spend(direct, datetime(2026, 11, 1, 4, 1, tzinfo=UTC), "7")
    assert _read(database).month == 7


def test_sums_are_exact(database: Database, direct: psycopg.Connection) -> None:
    for _ in range(10):
        _spend(direct, NOW, "0.1")
    assert _read(database).month == Decimal("1.0")


def test_days_without_requests_are_there(database: Database) -> None:
    daily = _read(database).daily
    assert len(daily) == DAYS_SHOWN
    assert not any(day.cost or day.requests for day in daily)
    assert daily[-1].day - daily[0].day == timedelta(days=DAYS_SHOWN - 1)


def test_the_projection_is_the_forecast_of_the_insights(database: Database, direct: psycopg.Connection) -> None:
    """It went on at the pace of seven days, and so said another sum than the page of insights."""
    now, zone = datetime(2026, 11, 21, 9, 0, tzinfo=UTC), ZoneInfo("UTC")
    for day in range(60):
        _spend(direct, now - timedelta(days=day, hours=1), "1" if day >= 7 else "3")
    spending = _read(database, now, zone)
    found, _ = judge(
        PostgresTrends(database, zone, Asked(by_day=(), compared=(), windows=())).read(now),
        Surroundings(zone=zone, month_limit=1000),
    )
    assert float(spending.projected_month) == found.forecast.month.median
    assert spending.month == 7 * 3 + 14
    assert 45 < spending.projected_month < 65


def test_a_sale_that_was_announced_is_no_pace_here_either(database: Database, direct: psycopg.Connection) -> None:
    now, zone = datetime(2026, 11, 21, 9, 0, tzinfo=UTC), ZoneInfo("UTC")
    sales = sale_days_of("2026-11-18 to 2026-11-19")
    for day in range(60):
        _spend(direct, now - timedelta(days=day, hours=1), "3" if day in {2, 3} else "1")
    with database.transaction() as cursor:
        known, unknown = (read_spending(cursor, now, zone, *known).projected_month for known in ((sales,), ()))
    assert float(known) == pytest.approx(25 + 9.625, abs=0.01)
    assert unknown > 35.5


def test_of_a_few_days_it_goes_on_at_their_pace(database: Database, direct: psycopg.Connection) -> None:
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    for day in range(5):
        _spend(direct, now - timedelta(days=day, hours=1), "2")
    # The first of the five may be cut off. The three after it and half of today cost 8, and 9.5 days are to come.
    assert _read(database, now, ZoneInfo("UTC")).projected_month == round(Decimal(10 + 8 / 3.5 * 9.5), 2)


def test_nothing_spent_projects_to_nothing(database: Database) -> None:
    assert _read(database).projected_month == 0


def test_a_first_request_is_not_projected_as_if_it_came_every_minute(
    database: Database, direct: psycopg.Connection
) -> None:
    _spend(direct, NOW - timedelta(minutes=1), "1")
    assert _read(database).projected_month < 10


def test_by_endpoint_the_dearest_comes_first(database: Database, direct: psycopg.Connection) -> None:
    _spend(direct, NOW, "1", endpoint="cheap")
    _spend(direct, NOW, "0.1", endpoint="dear")
    _spend(direct, NOW, "2", endpoint="dear", status="error")
    first, second = _read(database).by_endpoint
    assert (first.endpoint, first.cost, first.requests, first.failed_requests) == ("dear", Decimal("2.1"), 2, 1)
    assert (second.endpoint, second.average_time) == ("cheap", 1000)


def test_a_flood_of_names_is_shown_as_one(database: Database, direct: psycopg.Connection) -> None:
    """With 12,000 names /dashboard answered 4.5 MB before."""
    for number in range(ENDPOINTS_SHOWN + 20):
        _spend(direct, NOW, str(number + 1), endpoint=f"name-{number}")
    _spend(direct, NOW, "0.5", endpoint="other")
    spending = _read(database)
    assert len(spending.by_endpoint) == ENDPOINTS_SHOWN + 1
    assert (spending.by_endpoint[-1].endpoint, spending.by_endpoint[-1].requests) == ("other", 21)
    assert sum(used.cost for used in spending.by_endpoint) == spending.month
