"""Reading what came of telling."""

from collections.abc import Mapping
from dataclasses import dataclass

from pawpop_monitoring.storage.connection import Database

_LAST = """
SELECT DISTINCT ON (channel) channel, outcome, coalesce(left(why, 300), left(error, 300)) AS reason
FROM monitoring_deliveries WHERE transition_key = %s
ORDER BY channel, outcome = 'accepted' DESC, attempted_at DESC
"""


@dataclass(frozen=True, slots=True)
class DeliveryQueries:
    """Every method raises StoreUnavailableError when Postgres can't be read."""

    database: Database

    def last(self, transition_key: str) -> Mapping[str, tuple[str, str | None]]:
        """By channel, the last outcome of telling that step, and why; an acceptance is the last word."""
        with self.database.transaction() as cursor:
            rows = cursor.execute(_LAST, [transition_key]).fetchall()
        return {row["channel"]: (row["outcome"], row["reason"]) for row in rows}
