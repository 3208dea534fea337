"""Deleting what is too old, a bounded batch at a time; the periods are in the migration of cleanup_monitoring_batch."""

from collections.abc import Mapping
from dataclasses import dataclass

from pawpop_monitoring.storage.connection import Database

BATCH_ROWS = 5_000
_BUDGET_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes from the tables of alerts and telemetry; raises StoreUnavailableError when it can't."""

    database: Database
    batch_rows: int = BATCH_ROWS

    def delete_batch(self) -> Mapping[str, int]:
        """Delete at most `batch_rows` rows of each table; answers how many of which."""
        with self.database.transaction(_BUDGET_SECONDS) as cursor:
            rows = cursor.execute("SELECT * FROM cleanup_monitoring_batch(%s)", [self.batch_rows]).fetchall()
        return {row["table_name"]: row["deleted"] for row in rows}
