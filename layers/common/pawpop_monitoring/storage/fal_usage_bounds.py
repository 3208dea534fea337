"""What a flood of reports may do to the tables: no more than domain.tracking_bounds says."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from pawpop_monitoring.contracts.tracking_records import FalUsageRecord
from pawpop_monitoring.domain.tracking_bounds import (
    MOST_BACKDATED_REQUESTS_A_DAY,
    MOST_ENDPOINTS_A_DAY,
    MOST_REQUESTS_A_DAY,
    OTHER_ENDPOINTS,
)
from pawpop_monitoring.storage.connection import Cursor

_DAYS = """
SELECT (bucket AT TIME ZONE 'UTC')::date AS day, endpoint, sum(requests)::bigint AS requests
FROM fal_ai_usage_rollup
WHERE minutes = 60 AND bucket >= %(since)s AND bucket < %(until)s
GROUP BY 1, 2
HAVING sum(requests) > 0
"""
_THERE = "SELECT request_id FROM fal_ai_usage WHERE request_id = ANY (%s)"

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Day:
    """One day in UTC: what it has room for, and what it has."""

    most: int
    endpoints: set[str] = field(default_factory=set)
    requests: int = 0

    def name(self, endpoint: str) -> str:
        """`endpoint`, or what stands for it if there is no more room for names."""
        if endpoint not in self.endpoints and len(self.endpoints) >= MOST_ENDPOINTS_A_DAY:
            return OTHER_ENDPOINTS
        self.endpoints.add(endpoint)
        return endpoint


def within_bounds(cursor: Cursor, records: Sequence[FalUsageRecord]) -> Sequence[FalUsageRecord]:
    """The records for which there is room; the others are logged. What is told of requests that are there has room."""
    days = _days(cursor, records)
    named = [_named(record, days[_day_of(record)]) for record in records]
    if all(day.requests + len(records) <= day.most for day in days.values()):
        return named
    there = {row["request_id"] for row in cursor.execute(_THERE, [[record.request_id for record in records]])}
    kept = [record for record in named if _has_room(record, days[_day_of(record)], there)]
    if len(kept) < len(named):
        _logger.error("%d reports of calls to fal.ai are not kept: too many in a day", len(named) - len(kept))
    return kept


def _has_room(record: FalUsageRecord, day: _Day, there: set[str]) -> bool:
    if record.request_id in there:
        return True
    if day.requests >= day.most:
        return False
    day.requests += 1
    there.add(record.request_id)
    return True


def _named(record: FalUsageRecord, day: _Day) -> FalUsageRecord:
    name = day.name(record.endpoint)
    return record if name == record.endpoint else record.model_copy(update={"endpoint": name})


def _days(cursor: Cursor, records: Iterable[FalUsageRecord]) -> dict[date, _Day]:
    """The days that `records` are of, as they are in the table."""
    yesterday = max(record.observed_at.astimezone(UTC) for record in records).date() - timedelta(days=1)
    days = {
        day: _Day(MOST_REQUESTS_A_DAY if day >= yesterday else MOST_BACKDATED_REQUESTS_A_DAY)
        for day in sorted({_day_of(record) for record in records})
    }
    bounds = {"since": _midnight(min(days)), "until": _midnight(max(days) + timedelta(days=1))}
    for row in cursor.execute(_DAYS, bounds):
        if row["day"] in days:
            days[row["day"]].endpoints.add(row["endpoint"])
            days[row["day"]].requests += row["requests"]
    return days


def _day_of(record: FalUsageRecord) -> date:
    return (record.called_at or record.observed_at).astimezone(UTC).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
