"""Condensing system_health_metrics: series for charts, and uptime by time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from pawpop_monitoring.domain.history import HistoryPoint, Uptime, Window
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.storage.connection import Cursor

# No figure that older writers left may break a mean: NaN is larger than any, infinity as well.
# Statuses from mildest to worst: the highest position within a step wins.
_SERIES = """
WITH ranks AS (SELECT ARRAY['healthy', 'unknown', 'warning', 'critical', 'down'] AS mildest_first)
SELECT
  service,
  date_bin(%(step)s, created_at, 'epoch') AS at,
  (SELECT mildest_first FROM ranks)[
    max(array_position((SELECT mildest_first FROM ranks), status))
  ] AS status,
  round((avg(response_time) FILTER (WHERE abs(response_time) < 1e12))::numeric, 1)::float8 AS response_time,
  round((avg(error_rate) FILTER (WHERE abs(error_rate) < 1e12))::numeric, 2)::float8 AS error_rate
FROM system_health_metrics
WHERE created_at >= %(since)s AND created_at < %(until)s
GROUP BY 1, 2
ORDER BY 1, 2
"""

# A check speaks for the time until the next one, but not for longer than `patience`.
_UPTIME = """
WITH checks AS (
  SELECT service, status, created_at,
    lead(created_at, 1, %(until)s) OVER (PARTITION BY service ORDER BY created_at) AS next_at
  FROM system_health_metrics
  WHERE created_at >= %(since)s::timestamptz - %(patience)s::interval AND created_at < %(until)s
), spans AS (
  SELECT service, status,
    least(next_at, created_at + %(patience)s, %(until)s) - greatest(created_at, %(since)s) AS lasted
  FROM checks
)
SELECT service,
  coalesce(
    extract(epoch FROM sum(lasted) FILTER (WHERE status IN ('healthy', 'warning', 'critical'))), 0
  )::float8 AS up,
  coalesce(extract(epoch FROM sum(lasted) FILTER (WHERE status = 'down')), 0)::float8 AS down
FROM spans
WHERE lasted > '0'
GROUP BY service
"""


def read_series(cursor: Cursor, window: Window) -> Mapping[str, Sequence[HistoryPoint]]:
    """A point per service and step that has any check, oldest first."""
    series: dict[str, list[HistoryPoint]] = defaultdict(list)
    for row in cursor.execute(_SERIES, asdict(window)):
        values = dict(row) | {"status": ServiceStatus(row["status"])}
        series[values.pop("service")].append(HistoryPoint(**values))
    return series


def read_uptime(cursor: Cursor, window: Window) -> Mapping[str, Uptime]:
    """Seconds up and down of each service; only `down` is an outage: a budget or a warning leaves the shop open."""
    rows = cursor.execute(_UPTIME, asdict(window))
    return {row["service"]: Uptime(up=row["up"], down=row["down"]) for row in rows}
