"""The series that trends are read from: what was tracked, hour by hour, and never what is not known."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg.types.json import Jsonb

from pawpop_monitoring.domain.readings.trends import WindowCounts
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.trend_series import Asked, PostgresTrends

NOW = datetime(2026, 11, 23, 12, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
P95, DISK = ("fal-ai", "responseTimeP95"), ("supabase", "diskUsedPercent")
WANTED = Asked(by_day=[DISK], compared=[P95], windows=[5 * HOUR / 60, HOUR, 3 * DAY], by_hour=[P95])


@pytest.fixture
def trends(database: Database) -> PostgresTrends:
    return PostgresTrends(database, ZoneInfo("UTC"), WANTED)


def _call(direct: psycopg.Connection, at: datetime, cost: float, error: str | None = None, name: str = "flux") -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, error_message, created_at)"
        " VALUES (%s, gen_random_uuid()::text, %s, 900, %s, %s, %s)",
        [name, "error" if error else "success", cost, error, at],
    )


def _event(direct: psycopg.Connection, at: datetime, took: float | None, status: str, live: bool = True) -> None:
    direct.execute(
        "INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, livemode, created_at)"
        " VALUES (gen_random_uuid()::text, 'checkout.session.completed', %s, %s, %s, %s)",
        [status, took, live, at],
    )


def _metric(direct: psycopg.Connection, service: str, at: datetime, **details: float) -> None:
    direct.execute(
        "INSERT INTO system_health_metrics (service, status, details, created_at) VALUES (%s, 'healthy', %s, %s)",
        [service, Jsonb(details), at],
    )


def test_of_an_empty_database_nothing_is_known(trends: PostgresTrends) -> None:
    reading = trends.read(NOW)
    assert (reading.daily, reading.usage, reading.events, reading.payments, reading.balance) == (None,) * 5
    assert reading.month_cost == 0
    assert set(reading.windows["images"].values()) == {WindowCounts(0, 0)}


def test_hours_are_full_ones_without_gaps_and_blind_where_nobody_looked(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    for back, cost in ((4 * HOUR, 1.0), (2 * HOUR, 2.0), (timedelta(), 9.0)):
        _call(direct, NOW - back, cost)
    _metric(direct, "fal-ai", NOW - HOUR)
    usage = trends.read(NOW).usage
    assert usage is not None
    assert usage.first == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert usage.calls == (1, 0, 1, 0)
    assert usage.costs == (1.0, 0.0, 2.0, 0.0)
    assert usage.blind == {1}


def test_refusals_of_content_are_neither_failures_nor_counted(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    for error in (None, "500 Internal Server Error", "content policy violation"):
        _call(direct, NOW - HOUR / 2, 0.1, error)
    reading = trends.read(NOW)
    assert reading.windows["images"][HOUR] == WindowCounts(2, 1)
    assert reading.windows["images"][3 * DAY] == WindowCounts(2, 1)
    assert reading.windows["images"][HOUR / 12] == WindowCounts(0, 0)


def test_webhooks_that_fail_or_take_too_long_miss_the_objective(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    at = NOW - HOUR / 2
    for took, status, live in ((100, "success", True), (5001, "success", True), (None, "failed", True)):
        _event(direct, at, took, status, live)
    _event(direct, at, None, "success")  # of which the shop has not told how it dealt with it
    _event(direct, at, 9000, "success", live=False)
    assert trends.read(NOW).windows["webhooks"][HOUR] == WindowCounts(3, 2)


def test_figures_by_day_same_weekdays_and_the_balance(trends: PostgresTrends, direct: psycopg.Connection) -> None:
    for back in (0, 1):
        _metric(direct, "supabase", NOW - back * DAY, diskUsedPercent=60.0 - back)
        _metric(direct, "supabase", NOW - back * DAY - HOUR / 2, diskUsedPercent=50.0 - back)
    for week, milliseconds in ((0, 800.0), (1, 500.0), (3, 400.0)):
        _metric(direct, "fal-ai", NOW - week * 7 * DAY - HOUR, responseTimeP95=milliseconds, balance=12.5)
    reading = trends.read(NOW)
    assert [(each.day.day, each.high, each.mean) for each in reading.figures[DISK]] == [(22, 59, 54), (23, 60, 55)]
    assert reading.same_weekdays[P95][:4] == (800.0, 500.0, None, 400.0)
    assert reading.balance == 12.5


def test_hours_of_eight_weeks_are_read_the_oldest_first(trends: PostgresTrends, direct: psycopg.Connection) -> None:
    for hours, milliseconds in ((2, 400.0), (2.4, 600.0), (1, 300.0), (57 * 24, 1.0)):
        _metric(direct, "fal-ai", NOW - hours * HOUR, responseTimeP95=milliseconds)
    assert [each.mean for each in trends.read(NOW).hours[P95]] == [600.0, 400.0, 300.0]


def test_endpoints_are_told_apart_now_and_in_the_same_hours_of_weeks_before(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    _call(direct, NOW - HOUR, 4.0, name="pro")
    for week in range(1, 5):
        _call(direct, NOW - week * 7 * DAY - HOUR, 1.0, name="dev")
        _call(direct, NOW - week * 7 * DAY - 6 * HOUR, 2.0, name="dev")
    uses = {each.endpoint: each for each in trends.read(NOW).endpoints}
    assert (uses["pro"].cost_now, uses["pro"].cost_usual, uses["pro"].cost_week) == (4.0, 0.0, 4.0)
    assert (uses["dev"].cost_now, uses["dev"].cost_usual, uses["dev"].cost_weeks_before) == (0.0, 1.0, 3.0)


def test_failures_that_cost_and_rules_that_only_cry_are_counted(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    for cost, error in ((0.5, "422 Unprocessable"), (0.0, "500"), (0.2, None)):
        _call(direct, NOW - DAY, cost, error)
    for number in range(6):
        direct.execute(
            "INSERT INTO monitoring_alerts (id, service, rule, fingerprint, severity, message, details, timestamp,"
            " resolved, resolved_at, resolved_by, notified_at)"
            " VALUES (%s, 'supabase', 'connections', 'supabase:connections', 'medium', 'm', %s, %s, true, %s, 'check',"
            " %s)",
            [f"a{number}", Jsonb({"value": 82 + number, "threshold": 80, "unit": "%"}), *[NOW - DAY] * 3],
        )
    reading = trends.read(NOW)
    assert [(each.charged_month, each.charged_cost_month) for each in reading.endpoints] == [(1, 0.5)]
    assert [(each.rule, each.times, each.highest, each.threshold) for each in reading.savings.noisy_rules] == [
        ("connections", 6, 87.0, 80.0)
    ]


def _asked(direct: psycopg.Connection, days: float, asked: str, cost: float = 0.04, error: str | None = None) -> None:
    _call(direct, NOW - days * DAY, cost, error)
    direct.execute("UPDATE fal_ai_usage SET prompt_hash = %s WHERE id = (SELECT max(id) FROM fal_ai_usage)", [asked])


def test_calls_of_an_input_that_had_succeeded_within_a_week_are_repeated(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    for days in (20, 14, 6.5):  # the second within a week of the first, the third not of the second
        _asked(direct, days, "aa")
    _asked(direct, 6, "bb", error="503")
    _asked(direct, 5, "bb")  # what failed is asked again, and is not paid twice
    _call(direct, NOW - DAY, 0.04)
    _call(direct, NOW - DAY / 2, 0.04, name="other")
    [found] = trends.read(NOW).savings.repeated_calls
    assert (found.endpoint, found.calls, found.repeated, found.cost) == ("flux", 4, 1, 0.04)
    assert found.seconds == 20 * 86_400


def test_calls_dearer_than_a_quarter_of_their_model_are_uneven_and_mixed_while_both_go_on(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    for day in range(8):
        _call(direct, NOW - (day + 1) * DAY, 0.04 if day % 2 else 0.08)
        _call(direct, NOW - (day + 1) * DAY, 0.04 if day > 3 else 0.08, name="risen")
        _call(direct, NOW - (day + 1) * DAY, 0.04 + day / 1000, name="even")
    found = {each.endpoint: each for each in trends.read(NOW).savings.uneven_calls}
    assert set(found) == {"flux", "risen"}
    assert (found["flux"].calls, found["flux"].usual, found["flux"].dear) == (8, 0.04, 4)
    assert found["flux"].excess == pytest.approx(0.16)
    assert (found["flux"].mixed, found["risen"].mixed) == (2, 0)


def test_releases_are_read_the_newest_first(trends: PostgresTrends, direct: psycopg.Connection) -> None:
    for number in (1, 2):
        direct.execute(
            "INSERT INTO monitoring_deployments (id, at, label, told_by) VALUES (%s, %s, %s, 'ann')",
            [str(number), NOW - number * DAY, f"shop {number}"],
        )
    assert [(each.at, each.label) for each in trends.read(NOW).deployments] == [
        (NOW - DAY, "shop 1"),
        (NOW - 2 * DAY, "shop 2"),
    ]


def test_types_of_events_are_those_of_the_last_hours_and_of_the_same_hours_of_four_weeks(
    trends: PostgresTrends, direct: psycopg.Connection
) -> None:
    """As many as the sums say, however many were looked at; the test mode's are none."""
    for back, number, name in ((HOUR, 600, "charge.updated"), (2 * HOUR, 200, "invoice.paid"), (7 * DAY, 8, "a.b")):
        direct.execute(
            "INSERT INTO stripe_webhook_events (event_id, event_type, status, livemode, created_at)"
            " SELECT gen_random_uuid()::text, %s, 'success', true, %s FROM generate_series(1, %s)",
            [name, NOW - back - HOUR / 6, number],
        )
    _event(direct, NOW - HOUR, 20, "success", live=False)
    found = {one.name: (one.now, one.usual) for one in trends.read(NOW).event_types}
    assert found == {"charge.updated": (800.0, 0.0), "a.b": (0.0, 2.0)}
