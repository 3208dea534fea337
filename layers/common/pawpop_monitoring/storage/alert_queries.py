"""Reading alerts for people: pages of them, and counts over all that match."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.overall import OpenCondition
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import AlertCounts, count_alerts
from pawpop_monitoring.domain.urgency import urgency, worst_first
from pawpop_monitoring.storage.alert_cursor import AlertCursor, Order
from pawpop_monitoring.storage.alert_rows import COLUMNS, alert_of
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.kept_alerts import read_kept

# The planner sees the values, so a condition that is not asked for costs nothing and the indexes are used.
_OF_KIND = sql.SQL("""
  (%(severity)s::text IS NULL OR severity = %(severity)s)
  AND (%(service)s::text IS NULL OR service = %(service)s)
  AND (%(resolved)s::boolean IS NULL OR resolved = %(resolved)s)
""")

_MATCHES = sql.SQL("{} AND (%(elsewhere)s::text[] IS NULL OR id <> ALL (%(elsewhere)s))").format(_OF_KIND)

_PAGE = sql.SQL("""
SELECT {columns} FROM monitoring_alerts
WHERE {matches} AND (%(after)s::timestamptz IS NULL OR (timestamp, id) < (%(after)s, %(after_id)s))
ORDER BY timestamp DESC, id DESC
LIMIT %(limit)s
""").format(columns=COLUMNS, matches=_MATCHES)

# What is open and critical ranks 0: domain.urgency in SQL.
_RANK = sql.SQL("""
array_position('{open,acknowledged,resolved}'::text[], status) * 4
  - array_position('{low,medium,high,critical}'::text[], severity)
""")

_WORST = sql.SQL("""
SELECT {columns} FROM monitoring_alerts
WHERE {matches} AND (
  %(after)s::timestamptz IS NULL OR ({rank}, timestamp, id) > (%(after_rank)s::integer, %(after)s, %(after_id)s)
)
ORDER BY {rank}, timestamp, id
LIMIT %(limit)s
""").format(columns=COLUMNS, matches=_MATCHES, rank=_RANK)

_PAGES: Mapping[Order, sql.Composed] = {"newest": _PAGE, "worst": _WORST}

# Of each kind as many as the database keeps count of, without those that are told from elsewhere.
_COUNTS = sql.SQL("""
SELECT severity, service, coalesce(sum(alerts), 0)::bigint AS total
FROM (
  SELECT severity, service, resolved, alerts FROM monitoring_alert_counts
  UNION ALL
  SELECT severity, service, resolved, -1 FROM monitoring_alerts WHERE id = ANY (%(elsewhere)s)
) AS counted
WHERE {matches}
GROUP BY GROUPING SETS ((), (severity), (service))
HAVING sum(alerts) <> 0 OR GROUPING(severity, service) = 3
""").format(matches=_OF_KIND)

_CONDITIONS = """
SELECT DISTINCT service, rule, fingerprint, severity FROM monitoring_alerts
WHERE NOT resolved AND severity <> 'low' AND id <> ALL (%(elsewhere)s)
"""

_ALL_OPEN = ListAlertsQuery()
_MOST_WORST = 10
NOTHING = Overlay()
"""No alerts to lay over those of Postgres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """Alerts in the order that was asked for; `counts` are over all matches; `next_cursor` is None on the last page."""

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
        after = _start_of(query)
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


def read_worst_alerts(cursor: Cursor, overlay: Overlay = NOTHING) -> Sequence[Alert]:
    """The worst ten of all alerts that are not resolved, the worst first."""
    kept = [alert for alert in read_kept(cursor, overlay) if not alert.resolved]
    query = _ALL_OPEN.model_copy(update={"order": "worst", "limit": _MOST_WORST})
    return worst_first([*_alerts(cursor, query, _filter_of(query, overlay.ids), None), *kept])[:_MOST_WORST]


def read_conditions(cursor: Cursor, overlay: Overlay = NOTHING) -> Sequence[OpenCondition]:
    """Each condition that an alert which is not resolved tells of, the mildest left out since they change nothing."""
    rows = cursor.execute(_CONDITIONS, {"elsewhere": list(overlay.ids)})
    stored = [OpenCondition(**dict(row) | {"severity": Severity(row["severity"])}) for row in rows]
    kept = read_kept(cursor, overlay)
    return [*stored, *(OpenCondition.of(alert) for alert in kept if not alert.resolved)]


def page_without_store(query: ListAlertsQuery, overlay: Overlay) -> AlertPage:
    """The page as far as it is known without Postgres: open alerts, and what was resolved since that went away."""
    kept = [alert for alert in overlay.kept if query.matches(alert)]
    return _page_of([], AlertCounts(), kept, query, _start_of(query))


def _start_of(query: ListAlertsQuery) -> AlertCursor | None:
    return AlertCursor.parse(query.cursor, query.order) if query.cursor else None


def _read_page(cursor: Cursor, query: ListAlertsQuery, after: AlertCursor | None, overlay: Overlay) -> AlertPage:
    elsewhere = [alert for alert in read_kept(cursor, overlay) if query.matches(alert)]
    filters = _filter_of(query, overlay.ids)
    counts = _counts_of(cursor.execute(_COUNTS, filters))
    return _page_of(_alerts(cursor, query, filters, after), counts, elsewhere, query, after)


def _page_of(
    stored: Sequence[Alert],
    counts: AlertCounts,
    elsewhere: Sequence[Alert],
    query: ListAlertsQuery,
    after: AlertCursor | None,
) -> AlertPage:
    """One page of both; all of `elsewhere` counts, and what comes `after` is shown."""
    following = [alert for alert in elsewhere if after is None or after.precedes(alert)]
    further = _sorted([*stored, *following], query.order)
    shown = further[: query.limit]
    return AlertPage(
        alerts=tuple(shown),
        counts=counts + count_alerts(elsewhere),
        next_cursor=AlertCursor.after(shown[-1], query.order).encode() if len(further) > query.limit else None,
    )


def _sorted(alerts: Sequence[Alert], order: Order) -> list[Alert]:
    if order == "worst":
        return sorted(alerts, key=urgency)
    return sorted(alerts, key=lambda alert: (alert.timestamp, alert.id), reverse=True)


def _alerts(
    cursor: Cursor, query: ListAlertsQuery, filters: Mapping[str, object], after: AlertCursor | None
) -> list[Alert]:
    """One more than the page has, which tells whether there is a next one."""
    position = {
        "after": after.timestamp if after else None,
        "after_id": after.alert_id if after else None,
        "after_rank": after.rank if after else None,
        "limit": query.limit + 1,
    }
    return [alert_of(row) for row in cursor.execute(_PAGES[query.order], {**filters, **position})]


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
