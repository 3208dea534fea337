"""What the check asks, as it sees it."""

from typing import Protocol

from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading


class SupabaseProbe(Protocol):
    """One way to look at the database."""

    def read(self) -> SupabaseReading | Unreachable:
        """One attempt over a connection of its own, done within 2 s; what is not readable is None."""
        ...


class ProjectProbe(Protocol):
    """One way to look at what surrounds the database: the project's HTTP services, as far as configured."""

    def read(self) -> ProjectReading:
        """Ask everything side by side, done within 6 s; trouble is part of the reading."""
        ...
