"""Reads of monitoring_alert_transitions: the steps of one alert that were told."""

from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.storage.connection import Database

_LAST_OPENED = "SELECT max(at) AS at FROM monitoring_alert_transitions WHERE alert_id = %s AND kind = 'opened'"
_LAST_NEWS = """
SELECT max(at) AS at FROM monitoring_alert_transitions
WHERE alert_id = %s AND (kind = 'opened' OR kind = 'escalated' AND message ->> 'reason' = 'escalated')
"""


@dataclass(frozen=True, slots=True)
class AlertSteps:
    """What happened to an alert."""

    database: Database

    def last_opened_at(self, alert_id: str) -> datetime | None:
        """When it was told as opened for the last time; None if never, or if that can't be read now.

        Without the database no alert can be opened again, so that a link is no older than its alert.
        """
        return self._moment(_LAST_OPENED, alert_id)

    def last_news_at(self, alert_id: str) -> datetime | None:
        """The same, or when it was told as worse than before: whoever took it on until then did not know of that."""
        return self._moment(_LAST_NEWS, alert_id)

    def _moment(self, query: str, alert_id: str) -> datetime | None:
        try:
            with self.database.transaction() as cursor:
                row = cursor.execute(query, [alert_id]).fetchone()
        except StoreUnavailableError:
            return None
        return row["at"] if row else None
