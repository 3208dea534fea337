"""A burst while the database comes and goes: nothing is lost, nothing is counted twice."""

import json
import random
from datetime import datetime
from itertools import batched
from typing import Any

import psycopg
import pytest
from psycopg import sql

from functions.track_stripe_webhook.app import run as track
from local_stack.postgres import Cluster
from pawpop_monitoring.bootstrap.tracking_services import TrackingServices
from pawpop_monitoring.contracts.tracking_requests import LARGEST_BATCH, StripeWebhookRequest
from pawpop_monitoring.domain.clock import system_clock
from tests.integration.tracking.queue_emulation import BATCH_SIZE, RecordQueue

pytestmark = pytest.mark.integration

EVENTS = 20_000
DISTINCT = 14_000
OUTAGE = range(12, 16)
"""The batches that meet a database that is down."""


def a_burst() -> list[StripeWebhookRequest]:
    """Events of which 30 % come twice, not always with the same outcome, in any order."""
    dice = random.Random(7)
    numbers = [*range(DISTINCT), *dice.sample(range(DISTINCT), EVENTS - DISTINCT)]
    dice.shuffle(numbers)
    return [
        StripeWebhookRequest(
            event_id=f"evt_{number}",
            event_type="invoice.paid",
            status=dice.choice(["success", "success", "failed"]),
            processing_time=dice.randint(1, 900) * 1.0,
        )
        for number in numbers
    ]


def expected_rows(sent: list[str]) -> dict[str, tuple[str, float, datetime]]:
    """What the rows have to be: of each event the first success, or the first failure if there is no success."""
    best: dict[str, tuple[bool, datetime, dict[str, Any]]] = {}
    for record in (json.loads(body) for body in sent):
        rank = (record["status"] == "failed", datetime.fromisoformat(record["observedAt"]), record)
        known = best.get(record["eventId"])
        if known is None or rank[:2] < known[:2]:
            best[record["eventId"]] = rank
    return {name: (record["status"], record["processingTime"], at) for name, (_, at, record) in best.items()}


def _commit_for_good(direct: psycopg.Connection) -> None:
    """Make a commit survive a crash, as a server does unless told otherwise; the tests' one is told, for speed."""
    direct.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = on").format(sql.Identifier(direct.info.dbname)))


def test_a_burst_ends_in_exactly_the_right_rows(
    records: RecordQueue, direct: psycopg.Connection, database_url: str, cluster: Cluster
) -> None:
    services = TrackingServices(send=records.send, clock=system_clock)
    records.send(["no record at all", '{"kind": "stripe_event"}'])
    _commit_for_good(direct)
    direct.close()
    for number, batch in enumerate(batched(a_burst(), BATCH_SIZE, strict=False)):
        if number == OUTAGE.start:
            cluster.stop("immediate")
        if number == OUTAGE.stop:
            cluster.start()
        for items in batched(batch, LARGEST_BATCH, strict=False):
            assert track(services, items)["accepted"] == len(items)
        left = records.record_once()
        assert (left > 0) == (number in OUTAGE)
    records.record_all()

    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT event_id, status, processing_time, created_at FROM stripe_webhook_events")
        stored = {name: (status, time, at) for name, status, time, at in rows}
        (summed,) = connection.execute(
            "SELECT sum(events) FROM stripe_webhook_events_rollup WHERE minutes = 60"
        ).fetchone() or (0,)
    assert stored == expected_rows(records.sent[2:])
    assert len(stored) == summed == DISTINCT
    assert records.depth(records.dead_letters_url) == 2
