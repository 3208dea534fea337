"""Rows of fal_ai_usage for tests."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.domain.readings.fal_ai import FalUsage
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from tests.factories import NOW

_INSERT = """
INSERT INTO fal_ai_usage
  (endpoint, request_id, status, response_time, cost, error_message, rate_limit_remaining, created_at)
SELECT %(endpoint)s, gen_random_uuid()::text, %(status)s, %(response_time)s, %(cost)s::numeric, %(error_message)s,
  %(remaining)s, %(at)s
FROM generate_series(1, %(count)s)
"""


def track(direct: psycopg.Connection, count: int = 1, *, at: datetime = NOW, **fields: Any) -> None:
    """Insert `count` requests; `fields` replace what a plain success has."""
    defaults: dict[str, Any] = {
        "endpoint": "fal-ai/flux-pro",
        "status": "error" if "error_message" in fields else "success",
        "response_time": 800.0,
        "cost": "0.04",
        "error_message": None,
        "remaining": None,
    }
    direct.execute(_INSERT, defaults | fields | {"count": count, "at": at})


def read_usage(database_url: str, now: datetime = NOW, zone: str = "UTC") -> FalUsage:
    """As the check reads it."""
    usage = PostgresFalUsage(lambda: database_url).read(periods_at(now, ZoneInfo(zone)))
    assert isinstance(usage, FalUsage)
    return usage


def note_check(direct: psycopg.Connection, at: datetime, details: str = "{}") -> None:
    """A record of the check itself."""
    direct.execute(
        "INSERT INTO system_health_metrics (service, status, details, created_at) VALUES ('fal-ai', 'healthy', %s, %s)",
        [details, at],
    )
