"""Records of tracking, and the rows that they become."""

from datetime import timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from pawpop_monitoring.contracts.tracking_records import FalUsageRecord, StripeEventRecord
from tests.factories import NOW

_EVENT_COLUMNS = """event_id, event_type, status, processing_time, error_message, created_at,
  payment_intent, payment_outcome, decline_code, amount, currency, livemode, account, occurred_at,
  received_at, delivered_at, failed_at, replaced_error, happened_at"""
_USAGE_COLUMNS = """endpoint, request_id, status, response_time, cost, error_message, rate_limit_remaining, created_at,
  told_at, cost_told_at, time_told_at, rate_limit_at, failed_at, replaced_error, prompt_hash"""

type Row = dict[str, Any]


def make_event_record(event_id: str = "evt_1", *, after: float = 0, **fields: Any) -> StripeEventRecord:
    """The shop dealt with an event, `after` so many seconds."""
    defaults: Row = {
        "event_type": "invoice.paid",
        "status": "success",
        "processing_time": 20.0,
        "observed_at": NOW + timedelta(seconds=after),
    }
    return StripeEventRecord(event_id=event_id, **defaults | fields)


def make_usage_record(request_id: str = "req-1", *, after: float = 0, **fields: Any) -> FalUsageRecord:
    """A call to fal.ai, `after` so many seconds."""
    defaults: Row = {
        "endpoint": "fal-ai/flux/dev",
        "status": "success",
        "response_time": 1500.0,
        "observed_at": NOW + timedelta(seconds=after),
    }
    return FalUsageRecord(request_id=request_id, **defaults | fields)


def events_in(direct: psycopg.Connection) -> list[Row]:
    """All of stripe_webhook_events, without what differs from run to run."""
    return _rows(direct, f"SELECT {_EVENT_COLUMNS} FROM stripe_webhook_events ORDER BY event_id")


def usage_in(direct: psycopg.Connection) -> list[Row]:
    """All of fal_ai_usage, without what differs from run to run."""
    return _rows(direct, f"SELECT {_USAGE_COLUMNS} FROM fal_ai_usage ORDER BY request_id")


def _rows(direct: psycopg.Connection, query: str) -> list[Row]:
    with direct.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode()).fetchall()
