"""Alerts of the standby store, beside their rows in Postgres."""

from collections.abc import Sequence

from psycopg import sql

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.storage.alert_rows import COLUMNS, alert_of
from pawpop_monitoring.storage.connection import Cursor

_COPIES = sql.SQL("SELECT {columns} FROM monitoring_alerts WHERE id = ANY (%s)").format(columns=COLUMNS)


def read_kept(cursor: Cursor, overlay: Overlay) -> Sequence[Alert]:
    """Each alert of `overlay` as it is now; StoreUnavailableError if the rows can't be read."""
    rows = cursor.execute(_COPIES, [overlay.ids]) if overlay.ids else ()
    return overlay.over({row["id"]: alert_of(row) for row in rows})
