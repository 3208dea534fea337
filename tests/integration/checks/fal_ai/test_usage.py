"""Tracked usage out of a real Postgres: exact money, the zone's own days, and never a healthy look at nothing."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import psycopg
import pytest

from local_stack import ports
from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.domain.fal_user_errors import USER_ERROR_PATTERN
from pawpop_monitoring.domain.readings.fal_ai import RateLimit, Tally, Unread
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from tests.factories import NOW
from tests.fixtures.fal_error_messages import CUSTOMERS, FAL_AIS
from tests.integration.checks.fal_ai.usage import note_check, read_usage, track

MINUTES_AGO = NOW - timedelta(minutes=5)
HOURS_AGO = NOW - timedelta(hours=3)

BROKEN_VIEW = """
DROP TABLE fal_ai_usage;
CREATE VIEW fal_ai_usage AS
SELECT 'fal-ai/flux-pro' AS endpoint, 'success' AS status, 1 / (random() * 0)::integer AS cost, now() AS created_at
"""


def test_an_empty_table_is_nothing_spent_and_nothing_known(database_url: str) -> None:
    usage = read_usage(database_url)
    assert (usage.today.requests, usage.today.cost, usage.month.cost) == (0, Decimal(0), Decimal(0))
    assert [(recent.sample, recent.error_rate, recent.p50_ms) for recent in usage.traffic] == [(0, None, None)] * 2
    assert usage.rate_limit is None


def test_5000_requests_at_4_cents_are_200_dollars_to_the_cent(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, 5000)
    usage = read_usage(database_url)
    assert (usage.today.requests, usage.today.cost) == (5000, Decimal("200.00"))
    assert str(usage.today.cost) == "200.00"


def test_a_call_before_all_time_does_not_blind_the_check(database_url: str, direct: psycopg.Connection) -> None:
    direct.execute("ALTER TABLE fal_ai_usage DISABLE TRIGGER USER")
    for told_at in ("2026-11-26", "294276-12-31"):
        direct.execute(
            "INSERT INTO fal_ai_usage (request_id, endpoint, status, response_time, created_at, told_at)"
            " VALUES (%(told_at)s::text, 'e', 'success', 1, '-infinity', %(told_at)s::timestamptz)",
            {"told_at": told_at},
        )
        assert read_usage(database_url).today.requests == 0


def test_a_day_begins_and_ends_at_the_zones_midnight(database_url: str, direct: psycopg.Connection) -> None:
    midnight = datetime(2026, 11, 23, 5, tzinfo=UTC)  # in New York
    almost = timedelta(microseconds=1)
    track(direct, at=midnight - almost, cost="1")
    track(direct, at=midnight, cost="10")
    track(direct, at=midnight + timedelta(days=1) - almost, cost="100")
    track(direct, at=midnight + timedelta(days=1), cost="1000")
    assert read_usage(database_url, zone="America/New_York").today.cost == 110
    assert read_usage(database_url, zone="UTC").today.cost == 11


def test_a_month_is_the_zones_own(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, at=datetime(2026, 11, 1, 3, 59, tzinfo=UTC), cost="1")  # still October in New York
    track(direct, at=datetime(2026, 11, 1, 4, tzinfo=UTC), cost="10")
    track(direct, at=datetime(2026, 12, 1, 4, 59, tzinfo=UTC), cost="100")
    track(direct, at=datetime(2026, 12, 1, 5, tzinfo=UTC), cost="1000")
    assert read_usage(database_url, zone="America/New_York").month.cost == 110


def test_what_is_no_money_is_counted_instead_of_added(database_url: str, direct: psycopg.Connection) -> None:
    for cost in ("NaN", "Infinity", "-3", "1e30", "1e400", None, "0.1", "0.2"):
        track(direct, cost=cost)
    today = read_usage(database_url).today
    assert (today.cost, today.unusable, today.unpriced, today.requests) == (Decimal("0.3"), 5, 1, 8)


def test_the_costliest_endpoint_is_named(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, 10, endpoint="cheap", cost="0.01")
    track(direct, 2, endpoint="dear", cost="1")
    track(direct, endpoint="nonsense", cost="NaN")
    assert read_usage(database_url).today.costliest_endpoint == "dear"


def test_failures_are_counted_by_whose_doing_they_are(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, 7, at=MINUTES_AGO)
    track(direct, 2, at=HOURS_AGO, error_message="500 Internal Server Error")
    track(direct, 1, at=MINUTES_AGO, status="error")
    for message in CUSTOMERS + FAL_AIS:
        track(direct, at=MINUTES_AGO, error_message=message)
    hour, longer = read_usage(database_url).traffic
    assert (hour.succeeded, hour.failed, hour.refused) == (7, len(FAL_AIS) + 1, len(CUSTOMERS))
    assert (longer.failed, longer.common_error) == (len(FAL_AIS) + 3, "500 Internal Server Error")


def test_percentiles_are_those_of_the_successful_requests(database_url: str, direct: psycopg.Connection) -> None:
    for milliseconds in range(1, 102):
        track(direct, at=MINUTES_AGO, response_time=float(milliseconds))
    track(direct, 50, at=MINUTES_AGO, response_time=60000.0, error_message="504 request_timeout")
    track(direct, 50, at=MINUTES_AGO, response_time="NaN")
    hour = read_usage(database_url).traffic[0]
    assert (hour.p50_ms, hour.p95_ms) == (51.0, 96.0)


def test_of_many_all_are_counted_and_the_newest_are_timed(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, 700, at=NOW - timedelta(minutes=40), response_time=9000.0)
    track(direct, 30, at=NOW - timedelta(minutes=30), error_message="504 request_timeout")
    track(direct, 20, at=NOW - timedelta(minutes=20), error_message=CUSTOMERS[0])
    track(direct, 450, at=MINUTES_AGO, response_time=700.0)
    [hour] = read_usage(database_url).traffic
    assert (hour.succeeded, hour.failed, hour.refused) == (1150, 30, 20)
    assert (hour.p50_ms, hour.p95_ms, hour.common_error) == (700.0, 700.0, "504 request_timeout")


def test_the_newest_report_of_the_rate_limit_counts(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, at=HOURS_AGO, remaining=40)
    track(direct, at=MINUTES_AGO, remaining=3)
    track(direct, at=NOW)
    assert read_usage(database_url).rate_limit == RateLimit(3, MINUTES_AGO)
    assert read_usage(database_url, now=NOW + timedelta(days=2)).rate_limit is None


def test_the_report_before_is_read_if_it_is_as_fresh(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, at=MINUTES_AGO - timedelta(minutes=16), endpoint="a", remaining=7)
    track(direct, at=MINUTES_AGO, endpoint="a", remaining=4)
    track(direct, 2, at=MINUTES_AGO, endpoint="b", remaining=3)
    track(direct, at=MINUTES_AGO - timedelta(minutes=15), endpoint="c", remaining=9)
    track(direct, at=MINUTES_AGO, endpoint="c", remaining=2)
    limits = read_usage(database_url).rate_limits
    assert {limit.endpoint: (limit.remaining, limit.before) for limit in limits} == {
        "a": (4, None),
        "b": (3, 3),
        "c": (2, 9),
    }


def test_the_newest_report_of_each_endpoint_isread_usage(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, 3, at=MINUTES_AGO, endpoint="a", remaining=0)
    track(direct, at=HOURS_AGO, endpoint="b", remaining=1)
    track(direct, at=NOW, endpoint="b", remaining=500)
    track(direct, at=NOW + timedelta(hours=1), endpoint="b", remaining=2)
    track(direct, at=NOW - timedelta(days=2), endpoint="c", remaining=3)
    limits = read_usage(database_url).rate_limits
    assert [(limit.endpoint, limit.remaining, limit.reported_at) for limit in limits] == [
        ("b", 500, NOW),
        ("a", 0, MINUTES_AGO),
    ]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DROP TABLE fal_ai_usage", "make migrate"),
        ("ALTER TABLE fal_ai_usage DROP COLUMN rate_limit_remaining", "make migrate"),
        (BROKEN_VIEW, "refuses the question"),
    ],
)
def test_a_table_that_is_not_as_it_should_be_is_unread(
    database_url: str, direct: psycopg.Connection, statement: str, reason: str
) -> None:
    direct.execute(statement.encode())
    usage = PostgresFalUsage(lambda: database_url).read(periods_at(NOW, ZoneInfo("UTC")))
    assert isinstance(usage, Unread)
    assert reason in usage.reason


def test_a_database_that_is_away_is_unread() -> None:
    url = f"postgresql://user:secret@{ports.LOOPBACK}:{ports.any_free()}/shop"
    usage = PostgresFalUsage(lambda: url).read(periods_at(NOW, ZoneInfo("UTC")))
    assert usage == Unread("The database refuses connections.")


def test_the_latest_requests_one_by_one_and_the_weeks_before(database_url: str, direct: psycopg.Connection) -> None:
    track(direct, 30, at=NOW - timedelta(days=10))
    track(direct, 3, at=NOW - timedelta(days=3), status="error", error_message=FAL_AIS[0])
    track(direct, 9, at=NOW - timedelta(days=4), status="error", error_message=CUSTOMERS[0])
    track(direct, 2, at=NOW - timedelta(hours=20))
    track(direct, 1, at=MINUTES_AGO, status="error", error_message=CUSTOMERS[0])
    track(direct, 2, at=MINUTES_AGO, status="error", error_message=FAL_AIS[0])
    usage = read_usage(database_url)
    assert (usage.latest, usage.before) == ((True, True, False, False), Tally(33, 3))
    assert usage.failed_at == (MINUTES_AGO, MINUTES_AGO)


def test_how_long_the_latest_requests_took(database_url: str, direct: psycopg.Connection) -> None:
    for minutes, milliseconds in enumerate([100.0, float("nan"), float("inf"), -3.0, 200.0], start=1):
        track(direct, at=NOW - timedelta(minutes=minutes), response_time=milliseconds)
    track(direct, at=NOW - timedelta(minutes=1), response_time=9000, error_message="timeout")
    track(direct, at=NOW - timedelta(hours=25), response_time=300)

    assert read_usage(database_url).latest_ms == (100, 200), "of those that succeeded, the newest first"


def test_the_sums_know_a_customers_error_as_the_check_does(direct: psycopg.Connection) -> None:
    for message in (*CUSTOMERS, *FAL_AIS, None):
        (known,) = direct.execute("SELECT fal_ai_is_user_error(%s)", [message]).fetchone() or ()
        assert known is (message in CUSTOMERS), message
    (source,) = direct.execute("SELECT prosrc FROM pg_proc WHERE proname = 'fal_ai_is_user_error'").fetchone() or ()
    assert "|".join(re.findall(r"^ +'(.+)',?$", source, re.MULTILINE)) == USER_ERROR_PATTERN


def test_what_ended_at_midnight_is_summed_for_some_hours(database_url: str, direct: psycopg.Connection) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    track(direct, at=midnight - timedelta(hours=1), cost="60")
    track(direct, at=midnight - timedelta(days=3), cost="7")
    track(direct, at=midnight, cost="1")
    note_check(direct, midnight - timedelta(minutes=10))
    note_check(direct, midnight - timedelta(minutes=5), '{"broken": {"fal-ai:daily_cost": {"severity": "high"}}}')
    note_check(direct, midnight + timedelta(minutes=5))
    usage = read_usage(database_url, now=midnight + timedelta(hours=2))
    assert usage.yesterday is not None
    assert usage.last_month is not None
    assert (usage.today.cost, usage.yesterday.cost, usage.last_month.cost) == tuple(map(Decimal, (1, 60, 67)))
    assert usage.broken_at_midnight == {"fal-ai:daily_cost"}
    later = read_usage(database_url, now=midnight + timedelta(hours=7))
    assert (later.yesterday, later.last_month, later.broken_at_midnight) == (None, None, frozenset())


def test_days_before_today_are_summed_by_the_zones_calendar(database_url: str, direct: psycopg.Connection) -> None:
    """The first day with requests may be cut off and is left out; one without any cost nothing."""
    for back, count in ((5, 9), (4, 2), (2, 3), (1, 1), (0, 7)):
        track(direct, count, at=NOW - timedelta(days=back), cost="0.5")
    daily = read_usage(database_url).daily
    assert daily is not None
    assert daily.today == NOW.date()
    assert daily.before == (1.0, 0.0, 1.5, 0.5)
    assert 0 < daily.elapsed < 1
