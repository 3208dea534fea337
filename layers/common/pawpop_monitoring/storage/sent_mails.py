"""Mails that the provider accepted, by its own ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.domain.sent_mail import SentMail
from pawpop_monitoring.storage.connection import Database

MOST_MAILS = 40

# A mail of several parts has an id for each.
_NEWEST = """
SELECT id, max(attempted_at) AS at
FROM monitoring_deliveries, string_to_table(provider_id, ',') AS id
WHERE channel = 'email' AND outcome = 'accepted' AND id <> '' AND attempted_at >= %s
GROUP BY id ORDER BY at DESC, id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class SentMails:
    """Reads them from Postgres; raises StoreUnavailableError when it can't."""

    database: Database

    def since(self, moment: datetime) -> Sequence[SentMail]:
        """The newest ones, newest first."""
        with self.database.transaction() as cursor:
            rows = cursor.execute(_NEWEST, [moment, MOST_MAILS]).fetchall()
        return [SentMail(row["id"], row["at"]) for row in rows]
