"""How lively the shop is at this time of the week, on a real Postgres."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from pawpop_monitoring.domain.readings.stripe import (
    Rhythm,
)
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from tests.factories import NOW
from tests.integration.checks.stripe.records import insert, spread

pytestmark = pytest.mark.integration

HOUR, DAY, MINUTE, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


def test_the_rhythm_is_that_of_the_same_hours_of_the_week(
    direct: psycopg.Connection, events: PostgresStripeEvents
) -> None:
    quiet = 2 * HOUR
    insert(direct, [quiet, 29 * DAY])
    for week in (1, 2, 3, 4):
        insert(direct, spread(12, week * 7 * DAY + quiet - MINUTE, week * 7 * DAY))
        insert(direct, spread(500, week * 7 * DAY - MINUTE, week * 7 * DAY - 9 * HOUR))
    assert events.read(NOW).rhythm == Rhythm(
        last_event_at=NOW - quiet, quiet=quiet, usual=12.0, weeks=4, by_week=(12.0,) * 4, before=((1, 0), (1, 0.25))
    )


def test_what_our_own_records_miss_as_well_is_no_silence(
    direct: psycopg.Connection, events: PostgresStripeEvents
) -> None:
    insert(direct, [DAY, 29 * DAY])
    for age in (DAY + MINUTE, 25 * MINUTE, 20 * MINUTE, 5 * MINUTE):
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, created_at) VALUES ('stripe', 'healthy', %s)",
            [NOW - age],
        )
    rhythm = events.read(NOW).rhythm
    assert isinstance(rhythm, Rhythm)
    assert (rhythm.last_event_at, rhythm.quiet) == (NOW - DAY, 25 * MINUTE)
    assert rhythm.before == ()  # how busy today was is gone as well


def test_what_a_backup_lacks_says_nothing_of_how_busy_today_is(
    direct: psycopg.Connection, events: PostgresStripeEvents
) -> None:
    """The newest of an old one are 26 hours old; it returned four hours ago, and orders came for three."""
    for weeks in range(5):
        insert(direct, spread(18, weeks * 7 * DAY + 4 * HOUR, weeks * 7 * DAY + HOUR))
        if weeks:
            insert(direct, spread(120, weeks * 7 * DAY + 25 * HOUR, weeks * 7 * DAY + 5 * HOUR))
    for half_hours in (54, 53, 52, 8, 7, 6, 5, 4, 3, 2, 1):
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, created_at) VALUES ('stripe', 'healthy', %s)",
            [NOW - half_hours * HOUR / 2],
        )
    insert(direct, [29 * DAY])
    rhythm = events.read(NOW).rhythm
    assert isinstance(rhythm, Rhythm)
    (half_day, usual_half_day), (day, usual_day) = rhythm.before
    assert (half_day, usual_half_day) == (day, usual_day)
    assert half_day == pytest.approx(usual_half_day, abs=1)
    assert half_day >= 17


def test_the_events_of_one_purchase_are_one_sign_of_life(
    direct: psycopg.Connection, events: PostgresStripeEvents
) -> None:
    insert(direct, [HOUR, 15 * DAY])
    insert(direct, [7 * DAY + 30 * MINUTE + 30 * SECOND + second * SECOND for second in range(6)])
    insert(direct, [14 * DAY + 30 * MINUTE])
    rhythm = events.read(NOW).rhythm
    assert isinstance(rhythm, Rhythm)
    assert (rhythm.weeks, rhythm.usual) == (2, 1.0)


def test_two_weeks_are_needed_to_know_a_rhythm(direct: psycopg.Connection, events: PostgresStripeEvents) -> None:
    insert(direct, spread(1000, 14 * DAY, HOUR))
    assert events.read(NOW).rhythm is None
    insert(direct, [14 * DAY + 2 * HOUR])
    assert events.read(NOW).rhythm is not None


@pytest.mark.parametrize("moment", ["-infinity", "infinity"])
def test_an_event_of_no_moment_is_no_rhythm(
    direct: psycopg.Connection, events: PostgresStripeEvents, moment: str
) -> None:
    """No week comes before it: the whole check said that it failed."""
    direct.execute(
        "INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, created_at)"
        " VALUES ('evt_odd', 'invoice.paid', 'success', 5, %s)",
        [moment],
    )
    assert events.read(NOW).rhythm is None


def test_a_silence_of_weeks_is_compared_with_the_weeks_before_it(
    direct: psycopg.Connection, events: PostgresStripeEvents
) -> None:
    insert(direct, spread(100, 110 * DAY, 10 * DAY))
    rhythm = events.read(NOW).rhythm
    assert isinstance(rhythm, Rhythm)
    assert rhythm.quiet == 7 * DAY
    assert 6 <= rhythm.usual <= 8


def test_a_change_of_the_clocks_shifts_no_rhythm(direct: psycopg.Connection, database: Database) -> None:
    """In New York, 07:00 is noon UTC in winter and 11:00 UTC until the first of November."""
    insert(direct, [HOUR, 36 * DAY])
    for week in (1, 2, 3):
        insert(direct, [week * 7 * DAY + 30 * MINUTE])
    insert(direct, [4 * 7 * DAY + 30 * MINUTE + HOUR])
    rhythm = PostgresStripeEvents(database, ZoneInfo("America/New_York")).read(NOW).rhythm
    assert isinstance(rhythm, Rhythm)
    assert (rhythm.weeks, rhythm.usual) == (4, 1.0)
