"""One attempt, over a connection of its own, so that one that is already open hides nothing."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from pawpop_monitoring.domain.errors import SecretUnavailableError, StoreUnavailableError
from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.supabase_probe.comparison import Comparison, compare
from pawpop_monitoring.storage.supabase_probe.overview import (
    LENT_OVERVIEW,
    OVERVIEW,
    blindness_of,
    connections_of,
    sessions_of,
    upkeep_of,
)

_BUDGET_SECONDS, _LOCK_SECONDS = 2.0, 0.3
"""Who waits long for a lock on a table of the monitor's own has no time left to say that the database answers."""


@dataclass(frozen=True, slots=True)
class PostgresProbe:
    """Implements checks.supabase.port.SupabaseProbe over psycopg; `timer` answers seconds."""

    url: Callable[[], str]
    timer: Callable[[], float] = time.perf_counter

    def read(self) -> SupabaseReading | Unreachable:
        """One look; whatever keeps the database from working is the reason of `Unreachable`."""
        started = self.timer()
        database = Database(self.url, budget=_BUDGET_SECONDS, lock_seconds=_LOCK_SECONDS)
        try:
            return self._look(database, started)
        except SecretUnavailableError:
            raise  # of a database whose address is not known, nothing is known
        except StoreUnavailableError as error:
            return Unreachable(str(error), self._milliseconds_since(started))
        except psycopg.Error as error:
            reason = f"The database answers with an error (SQLSTATE {error.sqlstate})."
            return Unreachable(reason, self._milliseconds_since(started))
        finally:
            database.close()

    def _look(self, database: Database, started: float) -> SupabaseReading:
        with database.transaction() as cursor:
            overview = cursor.execute(OVERVIEW).fetchone() or {}
            if overview["lent"] and not overview["sighted"]:
                overview = (cursor.execute(LENT_OVERVIEW).fetchone() or {}) | {"borrowed": True}
            probe_ms = self._milliseconds_since(started)
            comparison = compare(cursor, overview)
        return _reading(overview, comparison, probe_ms)

    def _milliseconds_since(self, started: float) -> float:
        return (self.timer() - started) * 1000


def _reading(overview: Mapping[str, Any], comparison: Comparison, probe_ms: float) -> SupabaseReading:
    return SupabaseReading(
        probe_ms=probe_ms,
        read_only=bool(overview["read_only"]),
        connections=connections_of(overview),
        sessions=sessions_of(overview),
        backends=overview["backends"],
        usable=overview["maximum"] - overview["reserved"],
        upkeep=upkeep_of(overview),
        counters=comparison.now,
        earlier=comparison.earlier,
        long_ago=comparison.long_ago,
        notes=comparison.notes,
        blind=(*blindness_of(overview), *comparison.blind),
        statements_unread=comparison.unread,
    )
