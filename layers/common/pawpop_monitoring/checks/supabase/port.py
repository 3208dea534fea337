"""The database, as the check sees it."""

from typing import Protocol

from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable


class SupabaseProbe(Protocol):
    """One way to look at the database."""

    def read(self) -> SupabaseReading | Unreachable:
        """One attempt over a connection of its own, done within 2 s; what is not readable is None."""
        ...
