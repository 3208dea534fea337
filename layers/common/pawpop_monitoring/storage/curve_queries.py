"""Reading how one number of a service's checks moved."""

from dataclasses import asdict, dataclass

from pawpop_monitoring.domain.curve import Curve, CurveSpan
from pawpop_monitoring.storage.connection import Database

_POINTS = """
WITH measured AS (
  SELECT date_bin(%(step)s, created_at, 'epoch') AS at,
    CASE %(key)s::text
      WHEN 'responseTime' THEN response_time
      WHEN 'errorRate' THEN error_rate
      ELSE CASE WHEN jsonb_typeof(details -> %(key)s) = 'number' THEN (details ->> %(key)s)::float8 END
    END AS value
  FROM system_health_metrics
  WHERE service = %(service)s AND created_at >= %(since)s AND created_at < %(until)s
)
SELECT at, CASE WHEN %(lowest)s THEN min(value) ELSE max(value) END::float8 AS value
FROM measured WHERE value IS NOT NULL
GROUP BY at ORDER BY at
"""


@dataclass(frozen=True, slots=True)
class CurveQueries:
    """Reads of system_health_metrics; StoreUnavailableError when they can't be read."""

    database: Database

    def read(self, service: str, key: str, span: CurveSpan, *, lowest: bool) -> Curve:
        """The highest value of each step, or the `lowest`; steps without a value are left out."""
        asked = asdict(span) | {"service": service, "key": key, "lowest": lowest}
        with self.database.transaction() as cursor:
            rows = cursor.execute(_POINTS, asked).fetchall()
        return Curve(step=span.step, points=tuple((row["at"], row["value"]) for row in rows))
