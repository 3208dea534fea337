"""The migration, from nothing and from an earlier installation, as an owner who is no superuser."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import TupleRow

from local_stack.postgres import Cluster
from tests.integration.schema import MIGRATIONS, migrate, upward

pytestmark = pytest.mark.integration

DBMATE = Path(sys.executable).with_name("dbmate")
type Connection = psycopg.Connection[TupleRow]


def all_rows(connection: Connection) -> dict[str, list[TupleRow]]:
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    return {
        table: connection.execute(f"SELECT * FROM {table} AS each ORDER BY each::text".encode()).fetchall()
        for (table,) in tables.fetchall()
    }


def dbmate(url: str, command: str) -> str:
    options = ["--migrations-dir", str(MIGRATIONS), "--migrations-table", "monitoring_schema_migrations"]
    done = subprocess.run(
        [DBMATE, "--url", url, *options, "--no-dump-schema", command], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_dbmate_takes_an_empty_database_up_down_and_up_again(empty_database_url: str) -> None:
    files = sorted(file.name for file in MIGRATIONS.glob("*.sql"))
    applied = dbmate(empty_database_url, "up")
    assert [file for file in files if f"Applied: {file}" in applied] == files

    for file in reversed(files):
        assert f"Rolled back: {file}" in dbmate(empty_database_url, "down")

    assert "Applied" in dbmate(empty_database_url, "up")
    assert "Applied" not in dbmate(empty_database_url, "up")


def test_a_second_run_changes_nothing(forward: Connection, empty_database_url: str) -> None:
    before = all_rows(forward)

    migrate(empty_database_url)

    assert all_rows(forward) == before


def test_the_same_tables_come_from_nothing_and_from_an_earlier_installation(
    forward: Connection, direct_empty: Connection
) -> None:
    columns = b"""
        SELECT table_name, column_name, data_type, is_nullable, is_identity FROM information_schema.columns
        WHERE table_schema = 'public' ORDER BY 1, 2
    """
    assert forward.execute(columns).fetchall() == direct_empty.execute(columns).fetchall()


@pytest.fixture
def direct_empty(cluster: Cluster) -> Iterator[Connection]:
    """A second database, migrated from nothing."""
    url = cluster.create_database("from_nothing")
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection
    cluster.drop_database("from_nothing")


def test_each_file_may_run_again_by_itself(forward: Connection) -> None:
    before = all_rows(forward)

    for file in sorted(MIGRATIONS.glob("*.sql"), reverse=True):
        forward.execute(upward(file).encode())

    assert all_rows(forward) == before


def test_a_view_in_the_way_is_named_and_nothing_changes(earlier: Connection, empty_database_url: str) -> None:
    earlier.execute("CREATE SCHEMA grafana")
    earlier.execute(
        "CREATE VIEW grafana.fal AS SELECT date_trunc('day', created_at) AS day, sum(cost) FROM fal_ai_usage GROUP BY 1"
    )
    earlier.execute("CREATE VIEW grafana.stats AS SELECT * FROM get_connection_stats()")
    earlier.execute("CREATE VIEW grafana.harmless AS SELECT id, message FROM monitoring_alerts")

    with pytest.raises(psycopg.errors.RaiseException, match=r"used by grafana\.fal, grafana\.stats \(views"):
        migrate(empty_database_url)
    assert earlier.execute("SELECT to_regclass('monitoring_dashboard') IS NOT NULL").fetchone() == (True,)

    earlier.execute("DROP VIEW grafana.fal, grafana.stats")
    migrate(empty_database_url)
    earlier.execute("CREATE VIEW grafana.fal AS SELECT sum(cost) FROM fal_ai_usage")
    migrate(empty_database_url)


@pytest.mark.parametrize(
    ("created", "named"),
    [
        ("CREATE POLICY paid ON fal_ai_usage USING (cost > 0)", "policy paid on table fal_ai_usage"),
        (
            "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
            "CREATE TRIGGER kept BEFORE UPDATE OF cost ON fal_ai_usage FOR EACH ROW EXECUTE FUNCTION keep()",
            "trigger kept on table fal_ai_usage",
        ),
        ("ALTER TABLE fal_ai_usage ADD cents numeric GENERATED ALWAYS AS (cost * 100) STORED", "column cents of table"),
    ],
)
def test_what_else_is_in_the_way_is_named_and_nothing_changes(
    earlier: Connection, empty_database_url: str, created: str, named: str
) -> None:
    """Postgres names it in the second line, and dbmate prints the first."""
    earlier.execute(created.encode())
    with pytest.raises(psycopg.errors.RaiseException) as refused:
        migrate(empty_database_url)
    assert named in str(refused.value).partition("\n")[0]
    assert earlier.execute("SELECT to_regclass('monitoring_dashboard') IS NOT NULL").fetchone() == (True,)


def test_no_row_and_no_cent_is_lost(earlier: Connection, empty_database_url: str) -> None:
    sums = b"""
        SELECT (SELECT count(*) FROM monitoring_alerts), (SELECT count(*) FROM fal_ai_usage),
          (SELECT sum(cost) FROM fal_ai_usage), (SELECT count(*) FROM stripe_webhook_events),
          (SELECT count(*) FROM system_health_metrics), (SELECT sum(error_rate)::numeric FROM system_health_metrics)
    """
    before = earlier.execute(sums).fetchone()

    migrate(empty_database_url)

    assert earlier.execute(sums).fetchone() == before


def test_old_alerts_get_a_life_and_a_fingerprint_each(forward: Connection) -> None:
    alerts = forward.execute(
        "SELECT id, fingerprint, status, resolved, resolved_at = coalesce(last_seen, now()), details"
        " FROM monitoring_alerts ORDER BY id"
    ).fetchall()

    assert alerts == [
        ("alert_1", "supabase:legacy:alert_1", "open", False, None, {"utilization": 91}),
        ("alert_2", "supabase:legacy:alert_2", "open", False, None, {"utilization": 92}),
        ("alert_3", "stripe:legacy:alert_3", "resolved", True, True, {}),
        ("alert_4", "fal-ai:legacy:alert_4", "resolved", True, True, {}),
        ("alert_5", "printify:legacy:alert_5", "open", False, None, {}),
    ]


def test_doubled_rows_are_kept_under_another_name_or_moment(forward: Connection) -> None:
    requests = forward.execute("SELECT id, request_id FROM fal_ai_usage ORDER BY id").fetchall()
    assert [name for _, name in requests] == [
        "request-1",
        "request-1:duplicate-2",
        "request-1:duplicate-3",
        "request-2",
        "request-3",
    ]
    moments = forward.execute(
        "SELECT count(*), count(DISTINCT created_at), max(created_at) - min(created_at) < interval '1 millisecond'"
        " FROM system_health_metrics"
    ).fetchone()
    assert moments == (4, 4, True)


def test_new_ids_go_on_where_the_old_ones_ended(forward: Connection) -> None:
    new_id = forward.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time)"
        " VALUES ('e', 'r', 'success', 1) RETURNING id"
    ).fetchone()

    assert new_id == (6,)
    huge = (
        "INSERT INTO fal_ai_usage (id, endpoint, request_id, status, response_time) VALUES (%s, 'e', 'x', 'error', 1)"
    )
    forward.execute(huge, [2**40])


def test_writers_that_know_only_the_earlier_columns_go_on_working(forward: Connection) -> None:
    insert = "INSERT INTO monitoring_alerts (id, service, severity, message) VALUES (%s, 'stripe', 'high', 'm')"
    for alert_id in ("old_1", "old_2"):
        forward.execute(insert, [alert_id])
    state = "SELECT status, resolved, resolved_at IS NOT NULL FROM monitoring_alerts WHERE id = 'old_1'"
    assert forward.execute(state).fetchone() == ("open", False, False)

    forward.execute("UPDATE monitoring_alerts SET resolved = true WHERE id = 'old_1'")
    assert forward.execute(state).fetchone() == ("resolved", True, True)

    forward.execute("UPDATE monitoring_alerts SET resolved = false WHERE id = 'old_1'")
    assert forward.execute(state).fetchone() == ("open", False, False)


def test_what_writers_of_the_new_columns_do_reaches_the_earlier_ones(forward: Connection) -> None:
    state = "SELECT resolved FROM monitoring_alerts WHERE id = 'alert_1'"
    for status, resolved in (("acknowledged", False), ("resolved", True), ("open", False)):
        forward.execute("UPDATE monitoring_alerts SET status = %s WHERE id = 'alert_1'", [status])
        assert forward.execute(state).fetchone() == (resolved,)


def test_services_and_states_that_were_refused_are_welcome(forward: Connection) -> None:
    forward.execute("INSERT INTO monitoring_alerts (id, service, severity, message) VALUES ('r', 'resend', 'low', 'm')")
    forward.execute("INSERT INTO system_health_metrics (service, status) VALUES ('resend', 'unknown')")
