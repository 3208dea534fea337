"""What the database says of itself, as plain values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """Why the database can't be used."""

    REFUSED = "connection refused"
    TIMEOUT = "no answer in time"
    AUTHENTICATION = "the login was rejected"
    NO_FREE_SLOT = "no free connection slot"
    READ_ONLY = "the database is read-only"
    STARTING = "the database is starting up or shutting down"
    OTHER = "the connection failed"


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
    """One look at the database. `probe_ms` is the time from connect to the last answer."""

    probe_ms: float
    read_only: bool
    connections: Connections | None
    longest_query_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The database could not be looked at. `sentence` names no host, user or secret."""

    trouble: Trouble
    sentence: str


class SupabaseProbe(Protocol):
    """The database, as the check sees it."""

    def read(self) -> SupabaseReading | Unreachable:
        """One attempt over a connection of its own, done within 3 s; what is not readable is None."""
        ...
