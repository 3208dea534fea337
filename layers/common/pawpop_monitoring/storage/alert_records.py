"""Alerts that were opened while Postgres could not be written, on their way into the table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from psycopg import sql

from pawpop_monitoring.alerting.standby.merge import merge_copies
from pawpop_monitoring.contracts.records import AlertRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.storage.alert_rows import ASSIGNMENTS, COLUMNS, PLACEHOLDERS, alert_of, parameters_of
from pawpop_monitoring.storage.connection import Cursor

_INSERT = sql.SQL("INSERT INTO monitoring_alerts ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(COLUMNS, PLACEHOLDERS)

_STILL_OPEN = sql.SQL("""
SELECT {columns} FROM monitoring_alerts WHERE id = ANY (%s) AND NOT resolved ORDER BY id FOR UPDATE
""").format(columns=COLUMNS)

_UPDATE = sql.SQL("UPDATE monitoring_alerts SET {} WHERE id = %(id)s").format(ASSIGNMENTS)


def insert_alerts(cursor: Cursor, records: Sequence[AlertRecord]) -> None:
    """Insert alerts whose id is new and whose fingerprint has no other open alert; merge into those still open.

    Copies of one alert arrive in any order, and more than once.
    """
    copies = _by_id(record.alert.to_alert() for record in records)
    newest = [merge_copies(first, others) for first, *others in copies.values()]
    for alert in sorted(newest, key=lambda alert: (alert.timestamp, alert.id)):
        cursor.execute(_INSERT, parameters_of(alert))
    for row in cursor.execute(_STILL_OPEN, [list(copies)]).fetchall():
        stored = alert_of(row)
        merged = merge_copies(stored, copies[stored.id])
        if merged != stored:
            cursor.execute(_UPDATE, parameters_of(merged))


def _by_id(alerts: Iterable[Alert]) -> Mapping[str, Sequence[Alert]]:
    found: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        found[alert.id].append(alert)
    return found
