"""What the shop reports in a chapter: through the tracking API and the recorder, and taken out of the tables again."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import psycopg
from psycopg import sql

from local_stack.demo.api import TIMEOUT
from local_stack.demo.scene import Scene
from local_stack.demo.surprise import wait_for
from local_stack.stripe_signature import stripe_signature

MARK = "demo_"
"""How the ids of everything that a chapter reports begin."""


@dataclass(frozen=True, slots=True)
class Reports:
    """One kind of report: its route, and the table and column where its ids end up."""

    path: str
    table: str
    column: str


FAL_CALLS = Reports("/track/fal-ai", "fal_ai_usage", "request_id")
STRIPE_EVENTS = Reports("/track/stripe", "stripe_webhook_events", "event_id")


@contextmanager
def reported(scene: Scene, kind: Reports) -> Iterator[None]:
    """Whatever the block reports is gone again afterwards, and what an earlier demo left is gone before."""
    _withdraw(scene, kind)
    try:
        yield
    finally:
        _withdraw(scene, kind)


def report(scene: Scene, kind: Reports, items: Sequence[dict[str, Any]]) -> None:
    """Report at most 100 items, and wait until the recorder has written them."""
    with _written(scene, kind, len(items)):
        headers = {"Authorization": f"Bearer {scene.stack.tokens.track}"}
        url = f"{scene.stack.api_url}/api/monitoring{kind.path}"
        httpx.post(url, json={"items": list(items)}, headers=headers, timeout=TIMEOUT).raise_for_status()


def deliver(scene: Scene, events: Sequence[dict[str, Any]]) -> None:
    """Deliver events as Stripe does, one by one and signed, and wait until the recorder has written them."""
    url = f"{scene.stack.api_url}/api/monitoring/webhooks/stripe"
    with _written(scene, STRIPE_EVENTS, len(events)):
        for body in map(json.dumps, events):
            signature = stripe_signature(body, scene.stack.stripe_webhook_secret, datetime.now(UTC))
            headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
            httpx.post(url, content=body, headers=headers, timeout=TIMEOUT).raise_for_status()


@contextmanager
def _written(scene: Scene, kind: Reports, number: int) -> Iterator[None]:
    """So many more rows are there after the block."""
    before = _count(scene, kind)
    yield
    wait_for(
        lambda: True if _count(scene, kind) >= before + number else None,
        f"not all reports are in {kind.table} ('make logs FUNCTION=recorder' tells why)",
    )


def _count(scene: Scene, kind: Reports) -> int:
    query = sql.SQL("SELECT count(*) FROM {} WHERE starts_with({}, %s)")
    with psycopg.connect(scene.stack.database_url, autocommit=True) as connection:
        row = connection.execute(query.format(*_names(kind)), [MARK]).fetchone()
    return int(row[0]) if row else 0


def _withdraw(scene: Scene, kind: Reports) -> None:
    query = sql.SQL("DELETE FROM {} WHERE starts_with({}, %s)")
    with psycopg.connect(scene.stack.database_url, autocommit=True) as connection:
        connection.execute(query.format(*_names(kind)), [MARK])


def _names(kind: Reports) -> tuple[sql.Identifier, sql.Identifier]:
    return sql.Identifier(kind.table), sql.Identifier(kind.column)
