"""Reading one alert with its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from psycopg import sql

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.alert_story import AlertStory, Happening, noted, story_of
from pawpop_monitoring.domain.device import NO_DEVICE
from pawpop_monitoring.storage.alert_rows import COLUMNS, alert_of
from pawpop_monitoring.storage.connection import Cursor, Database

_ALERT = sql.SQL("SELECT {columns} FROM monitoring_alerts WHERE id = %(id)s").format(columns=COLUMNS)

# A critical alert that nobody answers is reminded of a hundred times a day: the newest are what one wants to see.
# A copy that comes once its step was told is dropped as well, and says nothing of the step.
_HAPPENINGS = """
SELECT at, kind, by, severity, note, channel, outcome, until FROM (
  SELECT at, kind,
    CASE kind WHEN 'resolved' THEN message #>> '{alert,resolvedBy}'
      WHEN 'acknowledged' THEN message #>> '{alert,acknowledgedBy}' ELSE message ->> 'by' END AS by,
    message #>> '{alert,severity}' AS severity,
    message ->> 'reason' AS note, NULL AS channel, NULL AS outcome, NULL::timestamptz AS until
  FROM monitoring_alert_transitions WHERE alert_id = %(id)s
  UNION ALL
  SELECT attempted_at, 'delivery', NULL, NULL,
    concat_ws(': ', transition, coalesce(left(why, 300), left(error, 300))), channel,
    CASE error WHEN %(no_device)s THEN 'unheard' ELSE outcome END, until
  FROM monitoring_deliveries AS delivery
  WHERE alert_id = %(id)s AND NOT (outcome = 'dropped' AND EXISTS (
    SELECT FROM monitoring_deliveries AS told
    WHERE told.transition_key = delivery.transition_key AND told.channel = delivery.channel
      AND told.outcome = 'accepted' AND told.attempted_at <= delivery.attempted_at
  ))
  UNION ALL
  SELECT at, 'note', author, NULL, note, NULL, NULL, NULL FROM monitoring_alert_notes WHERE alert_id = %(id)s
) AS happening
ORDER BY at DESC
LIMIT 200
"""

_RELATED = sql.SQL("""
SELECT {columns} FROM monitoring_alerts
WHERE timestamp BETWEEN %(since)s AND %(until)s AND id <> %(id)s
ORDER BY abs(extract(epoch FROM timestamp - %(at)s)), id
LIMIT 10
""").format(columns=COLUMNS)
_NEAR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class AlertStories:
    """Every method raises StoreUnavailableError when Postgres can't be read."""

    database: Database

    def find(self, alert_id: str, overlay: Overlay, notes: Sequence[Note] = ()) -> AlertStory | None:
        """The story of the alert with that id, as far as either store knows it; None if neither knows the alert.

        `notes` are those of the standby store; what Postgres has of them is told once.
        """
        with self.database.transaction() as cursor:
            row = cursor.execute(_ALERT, {"id": alert_id.replace("\0", "")}).fetchone()
            alert = overlay.find(alert_id, alert_of(row) if row else None)
            if alert is None:
                return None
            happenings = _happenings(cursor, alert)
            late = [entry for entry in map(noted, notes) if entry not in happenings]
            return story_of(alert, [*happenings, *late], _related(cursor, alert, overlay))


def _happenings(cursor: Cursor, alert: Alert) -> Sequence[Happening]:
    return [_happening(row) for row in cursor.execute(_HAPPENINGS, {"id": alert.id, "no_device": NO_DEVICE})]


def _happening(row: Mapping[str, Any]) -> Happening:
    return Happening(
        at=row["at"],
        kind=row["kind"],
        by=row["by"],
        channel=row["channel"],
        outcome=row["outcome"],
        severity=row["severity"],
        note=row["note"],
        until=row["until"],
    )


def _related(cursor: Cursor, alert: Alert, overlay: Overlay) -> Sequence[Alert]:
    moments = {"since": alert.timestamp - _NEAR, "until": alert.timestamp + _NEAR, "at": alert.timestamp}
    stored = map(alert_of, cursor.execute(_RELATED, moments | {"id": alert.id}))
    return [overlay.find(each.id, each) or each for each in stored]
