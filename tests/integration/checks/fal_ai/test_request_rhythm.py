"""When requests to fal.ai came, out of a real Postgres: on the shop's own clock, and as far as it was recorded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import ANY

import psycopg

from tests.factories import NOW
from tests.integration.checks.fal_ai.usage import note_check, read_usage, track


def _every(direct: psycopg.Connection, minutes: int, since: datetime, until: datetime) -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, created_at, told_at)"
        " SELECT 'fal-ai/flux-pro', gen_random_uuid()::text, 'success', 800, at, at"
        " FROM generate_series(%s::timestamptz, %s, make_interval(mins => %s)) AS at",
        [since, until, minutes],
    )


def test_the_rhythm_is_that_of_the_weeks_before_on_the_shops_own_clock(
    database_url: str, direct: psycopg.Connection
) -> None:
    quiet_since = NOW - timedelta(hours=2)
    _every(direct, 10, NOW - timedelta(days=36), quiet_since)
    rhythm = read_usage(database_url).rhythm
    assert rhythm is not None
    assert (rhythm.last_request_at, rhythm.quiet) == (quiet_since, timedelta(minutes=115))
    assert (len(rhythm.earlier_weeks), sorted(rhythm.today)) == (4, list(range(-287, 0, 2)))
    assert {tuple(sorted(week)) for week in rhythm.earlier_weeks} == {tuple(range(-287, 23, 2))}
    assert read_usage(database_url, now=NOW + timedelta(days=3)).rhythm == replace(
        rhythm, quiet=timedelta(days=1), earlier_weeks=ANY
    )


def test_a_rhythm_keeps_to_the_clock_when_that_is_changed(database_url: str, direct: psycopg.Connection) -> None:
    """New York's summer time ended on November 1: at nine there, an hour later here."""
    now = datetime(2026, 11, 3, 15, tzinfo=UTC)
    track(direct, at=datetime(2026, 11, 3, 14, 2, tzinfo=UTC))
    for week in range(1, 6):
        track(direct, at=datetime(2026, 11, 3, 13, 2, tzinfo=UTC) - timedelta(weeks=week))
    rhythm = read_usage(database_url, now=now, zone="America/New_York").rhythm
    assert rhythm is not None
    assert [sorted(week) for week in rhythm.earlier_weeks] == [[-1]] * 4


def test_what_is_reported_late_is_not_missed_yet(database_url: str, direct: psycopg.Connection) -> None:
    _every(direct, 5, NOW - timedelta(days=1), NOW - timedelta(hours=2))
    direct.execute("UPDATE fal_ai_usage SET told_at = created_at + interval '50 minutes'")
    rhythm = read_usage(database_url).rhythm
    assert rhythm is not None
    assert rhythm.quiet == timedelta(minutes=65)


def test_where_the_monitor_was_away_nothing_could_be_recorded(database_url: str, direct: psycopg.Connection) -> None:
    _every(direct, 5, NOW - timedelta(days=1), NOW - timedelta(hours=8))
    for hours_ago in (9, 8.1, 2, 1):
        note_check(direct, NOW - timedelta(hours=hours_ago))
    rhythm = read_usage(database_url).rhythm
    assert rhythm is not None
    assert rhythm.quiet == timedelta(minutes=115)


def test_what_a_backup_lacks_says_nothing_of_how_busy_today_is(database_url: str, direct: psycopg.Connection) -> None:
    _every(direct, 10, NOW - timedelta(days=36), NOW - timedelta(hours=26))
    _every(direct, 10, NOW - timedelta(hours=4), NOW - timedelta(hours=1))
    for hours_ago in (27, 26.5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5):
        note_check(direct, NOW - timedelta(hours=hours_ago))
    rhythm = read_usage(database_url).rhythm
    assert rhythm is not None
    assert rhythm.quiet == timedelta(minutes=55)
    assert min(rhythm.today) >= -37
    assert [{slot for slot in week if slot < 0} for week in rhythm.earlier_weeks] == [rhythm.today] * 4
