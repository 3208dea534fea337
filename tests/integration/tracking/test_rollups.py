"""The sums of the telemetry tables are those of their rows, for every window and after every change."""

from datetime import timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW

pytestmark = pytest.mark.integration

_FILL = """
INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at)
SELECT
  'model-' || number %% 3, 'request-' || number, CASE WHEN number %% 5 = 0 THEN 'error' ELSE 'success' END, number,
  CASE number %% 7 WHEN 0 THEN NULL WHEN 1 THEN 'NaN' WHEN 2 THEN -1 ELSE number * 0.01 END,
  %(now)s::timestamptz - number * interval '97 seconds'
FROM generate_series(1, 300) AS number;
"""
_FILL_EVENTS = """
INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, created_at)
SELECT
  'evt_' || number, 'invoice.paid', CASE WHEN number %% 5 = 0 THEN 'failed' ELSE 'success' END,
  CASE WHEN number %% 3 > 0 THEN number END, %(now)s::timestamptz - number * interval '97 seconds'
FROM generate_series(1, 300) AS number
"""
_CHANGES = (
    "UPDATE fal_ai_usage SET status = 'success', cost = 1.5 WHERE id %% 4 = 0",
    "UPDATE fal_ai_usage SET created_at = created_at - interval '3 hours', endpoint = 'moved' WHERE id %% 9 = 0",
    "DELETE FROM fal_ai_usage WHERE id %% 6 = 0",
    "UPDATE stripe_webhook_events SET status = 'success', created_at = %(now)s WHERE id %% 5 = 0",
    "DELETE FROM stripe_webhook_events WHERE id %% 8 = 0",
)
_USAGE = """
SELECT
  endpoint, count(*), count(*) FILTER (WHERE status = 'error'),
  count(*) FILTER (WHERE status = 'success' AND cost IS NULL),
  count(*) FILTER (WHERE cost = 'NaN' OR cost < 0),
  coalesce(sum(cost) FILTER (WHERE cost >= 0 AND cost <> 'NaN'), 0), sum(response_time)::numeric
FROM fal_ai_usage WHERE created_at >= %s AND created_at < %s GROUP BY endpoint ORDER BY endpoint
"""
_EVENTS = """
SELECT
  count(*), count(*) FILTER (WHERE status = 'failed'),
  count(*) FILTER (WHERE status = 'success' AND processing_time IS NULL), count(processing_time),
  coalesce(sum(processing_time), 0)::numeric
FROM stripe_webhook_events WHERE created_at >= %s AND created_at < %s
"""


@pytest.fixture
def filled(direct: psycopg.Connection) -> psycopg.Connection:
    for statement in (_FILL, _FILL_EVENTS, *_CHANGES):
        direct.execute(statement.encode(), {"now": NOW})
    return direct


@given(st.integers(-40_000, 4_000), st.integers(0, 40_000), st.sampled_from([0, 0, 1, 999_999]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_window_sums_up_to_its_rows(
    filled: psycopg.Connection, start: int, seconds: int, microseconds: int
) -> None:
    since = NOW + timedelta(seconds=start, microseconds=microseconds)
    window = (since, since + timedelta(seconds=seconds))

    sums = filled.execute("SELECT * FROM fal_ai_usage_between(%s, %s) ORDER BY endpoint", window).fetchall()
    counts = filled.execute("SELECT * FROM stripe_webhook_events_between(%s, %s)", window).fetchall()

    assert sums == filled.execute(_USAGE, window).fetchall()
    assert counts == filled.execute(_EVENTS, window).fetchall()


def test_the_five_minutes_with_calls_are_those_of_the_rows(filled: psycopg.Connection) -> None:
    slots = filled.execute("SELECT slot, requests FROM fal_ai_usage_slots WHERE requests > 0 ORDER BY 1").fetchall()
    rows = "SELECT date_bin('5 minutes', created_at, 'epoch'), count(*) FROM fal_ai_usage GROUP BY 1 ORDER BY 1"
    assert slots == filled.execute(rows.encode()).fetchall()


def test_failures_that_were_charged_are_summed(filled: psycopg.Connection) -> None:
    filled.execute("UPDATE fal_ai_usage SET status = 'error' WHERE id % 7 = 2")
    sums = "SELECT sum(charged), sum(charged_cost) FROM fal_ai_usage_rollup WHERE minutes = 60"
    rows = "SELECT count(*), sum(cost) FROM fal_ai_usage WHERE status = 'error' AND cost > 0 AND cost < 'Infinity'"
    assert filled.execute(sums.encode()).fetchone() == filled.execute(rows.encode()).fetchone()


def test_an_emptied_table_sums_up_to_nothing(filled: psycopg.Connection) -> None:
    filled.execute("TRUNCATE fal_ai_usage, stripe_webhook_events")

    assert filled.execute("SELECT count(*) FROM fal_ai_usage_slots").fetchone() == (0,)
    assert filled.execute("SELECT count(*) FROM fal_ai_usage_rollup").fetchone() == (0,)
    assert filled.execute("SELECT count(*) FROM stripe_webhook_events_rollup").fetchone() == (0,)
