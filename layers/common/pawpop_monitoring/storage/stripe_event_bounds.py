"""What a flood of the shop's own reports may do to the table of events; what Stripe has signed is always kept."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from pawpop_monitoring.contracts.tracking_records import StripeEventRecord
from pawpop_monitoring.domain.tracking_bounds import MOST_EVENTS_A_DAY
from pawpop_monitoring.storage.connection import Cursor

_TODAY = """
SELECT coalesce(sum(events), 0)::bigint AS events FROM stripe_webhook_events_rollup
WHERE minutes = 60 AND bucket >= %s AND bucket < %s
"""
_THERE = "SELECT event_id FROM stripe_webhook_events WHERE event_id = ANY (%s)"

_logger = logging.getLogger(__name__)


def within_bounds(cursor: Cursor, records: Sequence[StripeEventRecord]) -> Sequence[StripeEventRecord]:
    """The records for which there is room; the others are logged. What is told of events that are there has room."""
    today = datetime.combine(max(record.observed_at.astimezone(UTC) for record in records), time(), UTC)
    row = cursor.execute(_TODAY, [today, today + timedelta(days=1)]).fetchone() or {"events": 0}
    room = MOST_EVENTS_A_DAY - row["events"]
    if len(records) <= room:
        return records
    there = {row["event_id"] for row in cursor.execute(_THERE, [[record.event_id for record in records]])}
    there.update(record.event_id for record in records if record.delivered)
    kept = []
    for record in records:
        if record.event_id not in there and room > 0:
            there.add(record.event_id)
            room -= 1
        if record.event_id in there:
            kept.append(record)
    if len(kept) < len(records):
        _logger.error("%d reports of webhook events are not kept: too many in a day", len(records) - len(kept))
    return kept
