"""A look at the database over a connection of its own, so that one that is already open hides nothing."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.readings.supabase import Connections, SupabaseReading, Unreachable
from pawpop_monitoring.storage.connection import Database

_BUDGET_SECONDS = 2.0

# The probe's own session is not counted: it is gone when a person looks.
# Without pg_read_all_stats, other users' sessions look like nothing at all, so nothing is concluded.
_READ = """
SELECT
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS sighted,
  pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS read_only,
  current_setting('max_connections')::integer AS maximum,
  current_setting('superuser_reserved_connections')::integer
    + coalesce(current_setting('reserved_connections', true)::integer, 0) AS reserved,
  count(*) AS used,
  count(*) FILTER (WHERE state = 'idle') AS idle,
  extract(epoch FROM max(clock_timestamp() - query_start) FILTER (WHERE state = 'active')) * 1000 AS longest_query
FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class PostgresProbe:
    """Implements checks.supabase.port.SupabaseProbe over psycopg."""

    url: Callable[[], str]
    timer: Callable[[], float] = time.perf_counter

    def read(self) -> SupabaseReading | Unreachable:
        """One look; whatever keeps the database from working is the reason of `Unreachable`."""
        database = Database(self.url, budget=_BUDGET_SECONDS)
        started = self.timer()
        try:
            with database.transaction() as cursor:
                row = cursor.execute(_READ).fetchone() or {}
            return _reading(row, (self.timer() - started) * 1000)
        except StoreUnavailableError as error:
            return Unreachable(str(error))
        finally:
            database.close()


def _reading(row: Mapping[str, Any], probe_ms: float) -> SupabaseReading:
    sighted = bool(row["sighted"])
    longest = row["longest_query"]
    return SupabaseReading(
        probe_ms=probe_ms,
        read_only=bool(row["read_only"]),
        connections=_connections(row) if sighted else None,
        longest_query_ms=round(float(longest), 1) if sighted and longest is not None else None,
    )


def _connections(row: Mapping[str, Any]) -> Connections:
    return Connections(
        used=row["used"],
        idle=row["idle"],
        usable=row["maximum"] - row["reserved"],
        maximum=row["maximum"],
    )
