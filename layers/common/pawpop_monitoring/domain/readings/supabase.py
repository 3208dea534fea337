"""What the database says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connections:
    """Client connections, idle ones counted. `usable` leaves out those reserved for superusers."""

    used: int
    idle: int
    usable: int
    maximum: int

    @property
    def utilisation(self) -> float | None:
        """Percent of the usable connections in use; None if nothing is usable, which makes no sense."""
        return self.used / self.usable * 100 if self.usable > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupabaseReading:
    """One look at the database; None is what this role may not see.

    `probe_ms` is the time from connecting to the last answer, `longest_query_ms` the age of the oldest
    statement that is running, both in milliseconds.
    """

    probe_ms: float
    read_only: bool
    connections: Connections | None
    longest_query_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The database could not be looked at. `reason` names no host, user or secret."""

    reason: str
