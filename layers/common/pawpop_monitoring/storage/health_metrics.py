"""Rows of system_health_metrics: what each check saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.clock import CLOCK_SKEW
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.json_values import read_object, rows_as_json

_INSERT = """
INSERT INTO system_health_metrics (service, status, response_time, error_rate, details, created_at)
SELECT service, status, response_time, error_rate, details, observed_at
FROM jsonb_to_recordset(%s::jsonb) AS record (
  service text, status text, response_time double precision, error_rate double precision,
  details jsonb, observed_at timestamptz
)
ON CONFLICT (service, created_at) DO NOTHING
"""

# Walks the index from service to service, instead of through the month of rows in between.
_LATEST = """
WITH RECURSIVE known AS (
  (SELECT service FROM system_health_metrics ORDER BY service LIMIT 1)
  UNION ALL
  SELECT (SELECT next.service FROM system_health_metrics AS next
          WHERE next.service > known.service ORDER BY next.service LIMIT 1)
  FROM known WHERE known.service IS NOT NULL
)
SELECT latest.* FROM known CROSS JOIN LATERAL (
  SELECT
    service, status, details, created_at AS last_check,
    CASE WHEN abs(response_time) < 1e12 THEN response_time END AS response_time,
    CASE WHEN abs(error_rate) < 1e12 THEN error_rate END AS error_rate
  FROM system_health_metrics AS metric
  WHERE metric.service = known.service AND created_at < %(until)s
  ORDER BY created_at DESC LIMIT 1
) AS latest
"""


@dataclass(frozen=True, slots=True)
class HealthMetrics:
    """Reads of system_health_metrics; raises StoreUnavailableError when it can't be read."""

    database: Database

    def latest(self, now: datetime) -> Mapping[str, ServiceSnapshot]:
        """The newest row of each service that has any, as of `now`."""
        with self.database.transaction() as cursor:
            return read_latest(cursor, now)


def read_latest(cursor: Cursor, now: datetime) -> Mapping[str, ServiceSnapshot]:
    """The newest row of each service that has any, as of `now`: one from beyond it would be the newest until then."""
    rows = cursor.execute(_LATEST.encode(), {"until": now + CLOCK_SKEW})
    return {row["service"]: _snapshot_of(row) for row in rows}


def insert_health_metrics(cursor: Cursor, records: Sequence[HealthMetricRecord]) -> None:
    """Insert those that are not there yet."""
    cursor.execute(_INSERT, [rows_as_json(records)])


def _snapshot_of(row: Mapping[str, Any]) -> ServiceSnapshot:
    return ServiceSnapshot(
        **dict(row) | {"status": ServiceStatus(row["status"]), "details": read_object(row["details"])}
    )
