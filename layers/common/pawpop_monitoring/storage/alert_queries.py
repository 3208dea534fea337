"""Reading alerts for people: pages of them, and counts over all that match."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.overall import OpenCondition
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import AlertCounts, count_alerts
from pawpop_monitoring.storage.alert_cursor import AlertCursor
from pawpop_monitoring.storage.alert_rows import COLUMNS, alert_of
from pawpop_monitoring.storage.connection import Cursor, Database

# The planner sees the values, so a condition that is not asked for costs nothing and the indexes are used.
_MATCHES = sql.SQL("""
  (%(severity)s::text IS NULL OR severity = %(severity)s)
  AND (%(service)s::text IS NULL OR service = %(service)s)
  AND (%(resolved)s::boolean IS NULL OR resolved = %(resolved)s)
  AND (%(elsewhere)s::text[] IS NULL OR id <> ALL (%(elsewhere)s))
""")

_PAGE = sql.SQL("""
SELECT {columns} FROM monitoring_alerts
WHERE {matches} AND (%(after)s::timestamptz IS NULL OR (timestamp, id) < (%(after)s, %(after_id)s))
ORDER BY timestamp DESC, id DESC
LIMIT %(limit)s
""").format(columns=COLUMNS, matches=_MATCHES)

_COPIES = sql.SQL("SELECT {columns} FROM monitoring_alerts WHERE id = ANY (%s)").format(columns=COLUMNS)

# The many rows are grouped once, and only what that leaves three times.
_COUNTS = sql.SQL("""
SELECT severity, service, coalesce(sum(alerts), 0)::bigint AS total
FROM (
  SELECT severity, service, count(*) AS alerts FROM monitoring_alerts WHERE {matches} GROUP BY severity, service
) AS counted
GROUP BY GROUPING SETS ((), (severity), (service))
""").format(matches=_MATCHES)

_CONDITIONS = """
SELECT DISTINCT service, rule, fingerprint, severity FROM monitoring_alerts
WHERE NOT resolved AND severity <> 'low' AND id <> ALL (%(elsewhere)s)
"""

_ALL_OPEN = ListAlertsQuery()
NOTHING = Overlay()
"""No alerts to lay over those of Postgres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """Alerts, newest first; `counts` are over all matches; `next_cursor` is None on the last page."""

    alerts: tuple[Alert, ...]
    counts: AlertCounts
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class AlertQueries:
    """Reads of monitoring_alerts. Every method raises StoreUnavailableError when it can't be read.

    `overlay` holds what the standby store knows, which is told in place of the rows that it is newer than.
    """

    database: Database

    def page(self, query: ListAlertsQuery, overlay: Overlay = NOTHING) -> AlertPage:
        """The page that `query` asks for; InvalidRequestError if its cursor is none of ours."""
        after = AlertCursor.parse(query.cursor) if query.cursor else None
        with self.database.transaction() as cursor:
            return _read_page(cursor, query, after, overlay)

    def open_alerts(self, recent: int = 10, overlay: Overlay = NOTHING) -> tuple[AlertCounts, Sequence[Alert]]:
        """Counts of all alerts that are not resolved, and the newest `recent` of them."""
        with self.database.transaction() as cursor:
            return read_open_alerts(cursor, recent, overlay)

    def conditions(self, overlay: Overlay = NOTHING) -> Sequence[OpenCondition]:
        """What the alerts that are not resolved tell of, see `read_conditions`."""
        with self.database.transaction() as cursor:
            return read_conditions(cursor, overlay)


def read_open_alerts(
    cursor: Cursor, recent: int = 10, overlay: Overlay = NOTHING
) -> tuple[AlertCounts, Sequence[Alert]]:
    """Counts of all alerts that are not resolved, and the newest `recent` of them."""
    page = _read_page(cursor, _ALL_OPEN.model_copy(update={"limit": recent}), None, overlay)
    return page.counts, page.alerts


def read_conditions(cursor: Cursor, overlay: Overlay = NOTHING) -> Sequence[OpenCondition]:
    """Each condition that an alert which is not resolved tells of, the mildest left out since they change nothing."""
    rows = cursor.execute(_CONDITIONS, {"elsewhere": list(overlay.ids)})
    stored = [OpenCondition(**dict(row) | {"severity": Severity(row["severity"])}) for row in rows]
    kept = overlay.over(_copies(cursor, overlay.ids))
    return [*stored, *(OpenCondition.of(alert) for alert in kept if not alert.resolved)]


def page_without_store(query: ListAlertsQuery, overlay: Overlay) -> AlertPage:
    """The page as far as it is known without Postgres: open alerts, but not what was resolved."""
    after = AlertCursor.parse(query.cursor) if query.cursor else None
    return _page_of([], AlertCounts(), [alert for alert in overlay.kept if query.matches(alert)], query.limit, after)


def _read_page(cursor: Cursor, query: ListAlertsQuery, after: AlertCursor | None, overlay: Overlay) -> AlertPage:
    elsewhere = [alert for alert in overlay.over(_copies(cursor, overlay.ids)) if query.matches(alert)]
    filters = _filter_of(query, overlay.ids)
    counts = _counts_of(cursor.execute(_COUNTS, filters))
    return _page_of(_alerts(cursor, filters, after, query.limit + 1), counts, elsewhere, query.limit, after)


def _page_of(
    stored: Sequence[Alert], counts: AlertCounts, elsewhere: Sequence[Alert], limit: int, after: AlertCursor | None
) -> AlertPage:
    """One page of both; all of `elsewhere` counts, and what comes `after` is shown."""
    following = [alert for alert in elsewhere if after is None or after.precedes(alert)]
    further = sorted([*stored, *following], key=_position, reverse=True)
    shown = further[:limit]
    return AlertPage(
        alerts=tuple(shown),
        counts=counts + count_alerts(elsewhere),
        next_cursor=AlertCursor.after(shown[-1]).encode() if len(further) > limit else None,
    )


def _position(alert: Alert) -> tuple[datetime, str]:
    return alert.timestamp, alert.id


def _copies(cursor: Cursor, ids: Sequence[str]) -> Mapping[str, Alert]:
    rows = cursor.execute(_COPIES, [list(ids)]) if ids else ()
    return {row["id"]: alert_of(row) for row in rows}


def _alerts(cursor: Cursor, filters: Mapping[str, object], after: AlertCursor | None, limit: int) -> list[Alert]:
    position = {
        "after": after.timestamp if after else None,
        "after_id": after.alert_id if after else None,
        "limit": limit,
    }
    return [alert_of(row) for row in cursor.execute(_PAGE, {**filters, **position})]


def _filter_of(query: ListAlertsQuery, elsewhere: Sequence[str]) -> dict[str, object]:
    return {
        "severity": query.severity,
        "service": query.service,
        "resolved": query.wants_resolved,
        "elsewhere": list(elsewhere) or None,
    }


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
