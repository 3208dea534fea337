"""The numbers that come from SQL."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from decimal import Decimal

import psycopg
import pytest

from local_stack.postgres import Cluster

pytestmark = pytest.mark.integration


@pytest.fixture
def idle_connections(database_url: str, direct: psycopg.Connection) -> Iterator[int]:
    """Sessions that do nothing and hold a slot each, `direct` among them."""
    with ExitStack() as held:
        for _ in range(9):
            held.enter_context(psycopg.connect(database_url, autocommit=True))
        yield 10


def used(direct: psycopg.Connection) -> tuple[int, int, int | None, Decimal, int]:
    row = direct.execute("SELECT * FROM get_connection_stats()").fetchone()
    assert row is not None
    return row


def test_idle_connections_count_against_the_usable_ones(direct: psycopg.Connection, idle_connections: int) -> None:
    connections, maximum, active, utilization, usable = used(direct)

    assert (connections, maximum, active) == (idle_connections, 40, 0)
    assert usable == 40 - 3
    assert utilization == round(Decimal(100 * idle_connections) / usable, 2)


@pytest.fixture
def short_sighted(cluster: Cluster, direct: psycopg.Connection) -> Iterator[None]:
    """The function's owner may not see other users' sessions."""
    url = cluster.url(direct.info.dbname, superuser=True)
    with psycopg.connect(url, autocommit=True) as superuser:
        superuser.execute("CREATE ROLE short_sighted")
        superuser.execute("ALTER FUNCTION get_connection_stats() OWNER TO short_sighted")
        superuser.execute("GRANT EXECUTE ON FUNCTION get_connection_stats() TO PUBLIC")
        yield
        superuser.execute("DROP OWNED BY short_sighted; DROP ROLE short_sighted")


def test_an_owner_who_can_not_see_sessions_does_not_take_them_for_none(
    direct: psycopg.Connection, idle_connections: int, short_sighted: None
) -> None:
    connections, _, active, utilization, usable = used(direct)

    assert connections >= idle_connections
    assert utilization == round(Decimal(100 * connections) / usable, 2)
    assert active is None


@pytest.fixture
def usage(direct: psycopg.Connection) -> psycopg.Connection:
    rows = [
        ("a", "success", 100, "0.1", "2026-11-01T00:00:00+00:00"),
        ("b", "error", 200, "0.2", "2026-11-01T23:59:59.999999+00:00"),
        ("c", "success", 300, "99999999.99999", "2026-11-02T00:00:00+00:00"),
        ("d", "success", 300, "99999999.99999", "2026-11-02T00:00:00+00:00"),
        ("e", "success", 300, None, "2026-11-02T00:00:00+00:00"),
    ]
    with direct.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at)"
            " VALUES ('flux', %s, %s, %s, %s, %s)",
            rows,
        )
    return direct


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("'2026-11-01'", (2, 1, 1, Decimal("0.3"), Decimal(150), Decimal(50))),
        ("'2026-11-02'", (3, 3, 0, Decimal("199999999.99998"), Decimal(300), Decimal(0))),
        ("'2026-11-03'", (0, 0, 0, Decimal(0), None, None)),
        ("'2026-10-31', 'America/New_York'", (1, 1, 0, Decimal("0.1"), Decimal(100), Decimal(0))),
    ],
)
def test_a_day_is_half_open_exact_and_in_the_named_zone(
    usage: psycopg.Connection, arguments: str, expected: tuple[object, ...]
) -> None:
    usage.execute("SET timezone = 'Pacific/Auckland'")

    assert usage.execute(f"SELECT * FROM get_daily_fal_usage({arguments})".encode()).fetchone() == expected


def test_today_is_the_default(direct: psycopg.Connection) -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost)"
        " VALUES ('f', 'r', 'success', 1, 2)"
    )
    direct.execute("SET timezone = 'Pacific/Auckland'")

    assert direct.execute("SELECT total_requests, total_cost FROM get_daily_fal_usage()").fetchone() == (1, 2)


def test_webhooks_within_the_hours(direct: psycopg.Connection) -> None:
    for name, status, hours in (("1", "success", 1), ("2", "success", 2), ("3", "failed", 3), ("4", "failed", 25)):
        direct.execute(
            "INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, created_at)"
            " VALUES (%s, 'charge.succeeded', %s, 100, now() - make_interval(hours => %s))",
            [name, status, hours],
        )

    health = direct.execute("SELECT * FROM get_stripe_webhook_health()").fetchone()

    assert health is not None
    assert health[:5] == (3, 2, 1, Decimal("66.67"), Decimal(100))
    assert isinstance(health[5], datetime)
    assert direct.execute("SELECT total_webhooks FROM get_stripe_webhook_health(48)").fetchone() == (4,)


def test_no_webhooks_are_no_success_rate(direct: psycopg.Connection) -> None:
    assert direct.execute("SELECT * FROM get_stripe_webhook_health()").fetchone() == (0, 0, 0, None, None, None)


def test_cleaning_up_tells_what_went_and_keeps_what_is_open_or_young(direct: psycopg.Connection) -> None:
    direct.execute("""
        INSERT INTO monitoring_alerts (id, service, severity, message, timestamp, resolved, resolved_at) VALUES
          ('old', 's', 'low', 'm', now() - interval '60 days', true, now() - interval '31 days'),
          ('lately resolved', 's', 'low', 'm', now() - interval '60 days', true, now() - interval '29 days'),
          ('open', 's', 'low', 'm', now() - interval '60 days', false, NULL);
        INSERT INTO monitoring_alert_transitions VALUES ('old/1-opened', 'old', 'opened', now(), '{}');
        INSERT INTO system_health_metrics (service, status, created_at) VALUES
          ('s', 'down', now() - interval '31 days'), ('s', 'down', now() - interval '29 days');
        INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, created_at) VALUES
          ('e', 'old', 'success', 1, now() - interval '91 days'),
          ('e', 'new', 'success', 1, now() - interval '89 days');
        INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, created_at) VALUES
          ('old', 't', 'success', 1, now() - interval '91 days'),
          ('new', 't', 'success', 1, now() - interval '89 days');
    """)

    deleted = direct.execute("SELECT * FROM cleanup_monitoring_data()").fetchall()

    assert dict(deleted) == {
        "monitoring_alerts": 1,
        "system_health_metrics": 1,
        "fal_ai_usage": 1,
        "stripe_webhook_events": 1,
        "monitoring_deliveries": 0,
        "stripe_signature_failures": 0,
        "fal_ai_usage_rollup": 0,
        "fal_ai_usage_slots": 0,
        "monitoring_unsettled_deliveries": 0,
        "stripe_webhook_events_rollup": 0,
        "system_health_hours": 0,
    }
    kept = direct.execute("SELECT id FROM monitoring_alerts ORDER BY id").fetchall()
    assert kept == [("lately resolved",), ("open",)]
    assert direct.execute("SELECT count(*) FROM monitoring_alert_transitions").fetchone() == (0,)
