"""Reading alerts for people: pages of them, and counts over all that match."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.snapshot import AlertCounts
from pawpop_monitoring.storage.alert_cursor import AlertCursor
from pawpop_monitoring.storage.alert_rows import COLUMNS, alert_of
from pawpop_monitoring.storage.connection import Cursor, Database

# The planner sees the values, so a condition that is not asked for costs nothing and the indexes are used.
_MATCHES = sql.SQL("""
  (%(severity)s::text IS NULL OR severity = %(severity)s)
  AND (%(service)s::text IS NULL OR service = %(service)s)
  AND (%(resolved)s::boolean IS NULL OR resolved = %(resolved)s)
""")

_PAGE = sql.SQL("""
SELECT {columns} FROM monitoring_alerts
WHERE {matches} AND (%(after)s::timestamptz IS NULL OR (timestamp, id) < (%(after)s, %(after_id)s))
ORDER BY timestamp DESC, id DESC
LIMIT %(limit)s
""").format(columns=COLUMNS, matches=_MATCHES)

# The many rows are grouped once, and only what that leaves three times.
_COUNTS = sql.SQL("""
SELECT severity, service, coalesce(sum(alerts), 0)::bigint AS total
FROM (
  SELECT severity, service, count(*) AS alerts FROM monitoring_alerts WHERE {matches} GROUP BY severity, service
) AS counted
GROUP BY GROUPING SETS ((), (severity), (service))
""").format(matches=_MATCHES)

_ALL_OPEN = ListAlertsQuery()
_RESOLVED = {"false": False, "true": True, "all": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """Alerts, newest first; `counts` are over all matches; `next_cursor` is None on the last page."""

    alerts: tuple[Alert, ...]
    counts: AlertCounts
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class AlertQueries:
    """Reads of monitoring_alerts. Every method raises StoreUnavailableError when it can't be read."""

    database: Database

    def page(self, query: ListAlertsQuery) -> AlertPage:
        """The page that `query` asks for; InvalidRequestError if its cursor is none of ours."""
        after = AlertCursor.parse(query.cursor) if query.cursor else None
        with self.database.transaction() as cursor:
            counts = _counts(cursor, query)
            alerts = _alerts(cursor, query, after, query.limit + 1)
        shown = alerts[: query.limit]
        further = len(alerts) > query.limit
        return AlertPage(
            alerts=tuple(shown),
            counts=counts,
            next_cursor=AlertCursor.after(shown[-1]).encode() if further else None,
        )

    def open_alerts(self, recent: int = 10) -> tuple[AlertCounts, Sequence[Alert]]:
        """Counts of all alerts that are not resolved, and the newest `recent` of them."""
        with self.database.transaction() as cursor:
            return read_open_alerts(cursor, recent)


def read_open_alerts(cursor: Cursor, recent: int = 10) -> tuple[AlertCounts, Sequence[Alert]]:
    """Counts of all alerts that are not resolved, and the newest `recent` of them."""
    return _counts(cursor, _ALL_OPEN), _alerts(cursor, _ALL_OPEN, None, recent)


def _alerts(cursor: Cursor, query: ListAlertsQuery, after: AlertCursor | None, limit: int) -> list[Alert]:
    position = {
        "after": after.timestamp if after else None,
        "after_id": after.alert_id if after else None,
        "limit": limit,
    }
    return [alert_of(row) for row in cursor.execute(_PAGE, _filter_of(query) | position)]


def _counts(cursor: Cursor, query: ListAlertsQuery) -> AlertCounts:
    return _counts_of(cursor.execute(_COUNTS, _filter_of(query)))


def _filter_of(query: ListAlertsQuery) -> dict[str, object]:
    return {"severity": query.severity, "service": query.service, "resolved": _RESOLVED[query.resolved]}


def _counts_of(rows: Iterable[Mapping[str, Any]]) -> AlertCounts:
    """Sort out the grouping sets: by severity, by service, and the one row that has neither."""
    counts: dict[str, int] = {}
    by_service: dict[str, int] = {}
    for row in rows:
        if row["service"] is not None:
            by_service[row["service"]] = row["total"]
        else:
            counts[row["severity"] or "total"] = row["total"]
    return AlertCounts(**counts, by_service=dict(sorted(by_service.items())))
