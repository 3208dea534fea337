"""What is too old goes, in bounded batches; what is young or open stays."""

import psycopg
import pytest

from functions.cleanup.app import run
from local_stack.postgres import Cluster
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.retention import Retention

pytestmark = pytest.mark.integration

_FILL = b"""
INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, created_at)
SELECT 'model', 'request-' || day, 'success', 1, now() - day * interval '1 day' FROM generate_series(1, 115) AS day;
INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, created_at)
SELECT 'evt_' || day, 'invoice.paid', 'success', 1, now() - day * interval '1 day' FROM generate_series(1, 100) AS day;
INSERT INTO stripe_signature_failures VALUES
  (now() - interval '91 days', 'a', 'stale', 1), (now() - interval '89 days', 'a', 'stale', 1);
"""


def test_batches_go_on_until_nothing_is_too_old(database: Database, direct: psycopg.Connection) -> None:
    direct.execute(_FILL)

    report = run(Retention(database, batch_rows=10).delete_batch, lambda: True)

    assert report["finished"]
    assert report["deleted"]["fal_ai_usage"] == 26
    assert report["deleted"]["stripe_webhook_events"] == 11
    assert report["deleted"]["stripe_signature_failures"] == 1
    for table, left in [("fal_ai_usage", 89), ("stripe_webhook_events", 89), ("stripe_signature_failures", 1)]:
        assert direct.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (left,)
    assert direct.execute("SELECT count(*) FROM fal_ai_usage_rollup WHERE requests <= 0").fetchone() == (0,)
    assert direct.execute("SELECT sum(requests) FROM fal_ai_usage_rollup WHERE minutes = 60").fetchone() == (89,)


def test_a_batch_is_bounded(database: Database, direct: psycopg.Connection) -> None:
    direct.execute(_FILL)

    assert Retention(database, batch_rows=4).delete_batch()["fal_ai_usage"] == 4


def test_when_time_is_up_the_next_run_goes_on(database: Database, direct: psycopg.Connection) -> None:
    direct.execute(_FILL)
    answers = iter([True, True, False])

    report = run(Retention(database, batch_rows=4).delete_batch, lambda: next(answers))

    assert report["finished"] is False
    assert report["deleted"]["fal_ai_usage"] == 8


def test_a_read_only_database_is_no_crash(database: Database, direct: psycopg.Connection, cluster: Cluster) -> None:
    direct.execute(_FILL)
    database.close()
    with psycopg.connect(cluster.url("postgres", superuser=True), autocommit=True) as superuser:
        superuser.execute(f"ALTER DATABASE {direct.info.dbname} SET default_transaction_read_only = on".encode())

    report = run(Retention(database).delete_batch, lambda: True)

    assert report == {"deleted": {}, "finished": False, "reason": "The database is read-only."}
