"""What the database says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pawpop_monitoring.domain.readings.supabase_counters import Counters


@dataclass(frozen=True, slots=True)
class ConnectionLimit:
    """A limit of its own, `of` a database or a role: Postgres refuses there although the server has free slots."""

    of: str
    used: int
    most: int

    @property
    def utilisation(self) -> float:
        """Percent of it in use."""
        return self.used / self.most * 100 if self.most > 0 else 100.0


@dataclass(frozen=True, slots=True)
class Connections:
    """Client connections, idle ones counted. `usable` leaves out those reserved for superusers.

    `by_application` names the ten largest groups at most, `limits` the fullest of databases and roles.
    """

    used: int
    idle: int
    usable: int
    maximum: int
    by_state: Mapping[str, int] = field(default_factory=dict)
    by_application: Mapping[str, int] = field(default_factory=dict)
    limits: tuple[ConnectionLimit, ...] = ()

    @property
    def tightest(self) -> ConnectionLimit | None:
        """The limit that is reached first; None if nothing is usable, which makes no sense."""
        if self.usable <= 0:
            return None
        server = ConnectionLimit("the server", self.used, self.usable)
        return max((server, *self.limits), key=lambda limit: limit.utilisation)

    @property
    def utilisation(self) -> float | None:
        """Percent in use of what is reached first; None if nothing is usable, which makes no sense."""
        return self.tightest.utilisation if self.tightest else None


@dataclass(frozen=True, slots=True)
class Sessions:
    """What the sessions are at, the monitor's own left out; times in milliseconds, None if there is none.

    `oldest_idle_in_transaction_ms` is how long a session has sat idle inside its transaction, not how long
    the transaction lasts: a long import is at work. `longest_blocked_ms` is how long a session has waited for a
    lock; None without one, or if that is not known. `blockers` are those that hold the locks, as JSON objects. `silent`
    ones don't show what they are at.
    """

    longest_query_ms: float | None = None
    idle_in_transaction: int = 0
    oldest_idle_in_transaction_ms: float | None = None
    blocked: int = 0
    longest_blocked_ms: float | None = None
    blockers: tuple[Mapping[str, Any], ...] = ()
    silent: int = 0


@dataclass(frozen=True, slots=True)
class ReplicationSlot:
    """A slot that keeps write-ahead log. `lag_bytes` is None where nothing is kept, as for a lost one."""

    name: str
    active: bool
    lost: bool
    lag_bytes: int | None


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What grows slowly: bytes, and transactions since the oldest row was frozen."""

    size_bytes: int
    wraparound_age: int
    slots: tuple[ReplicationSlot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupabaseReading:
    """One look at the database; None is what this role may not see.

    `probe_ms` is the time from the first attempt to connect to the first answer, in milliseconds.
    `backends` is what anybody may count, server processes of all databases, and `usable` how many connections there are
    for clients. `earlier` are counters of former checks, in any order, None if they can't be read, and `long_ago` some
    of days and weeks ago. `notes` say why something optional is not there, `blind` why something is that should be
    seen, in sentences that say what to do; `statements_unread` if that is only for this once, as far as one look can
    tell.
    """

    probe_ms: float
    read_only: bool
    connections: Connections | None
    sessions: Sessions | None = None
    backends: int | None = None
    usable: int | None = None
    upkeep: Upkeep | None = None
    counters: Counters | None = None
    earlier: tuple[Counters, ...] | None = None
    long_ago: tuple[Counters, ...] = ()
    notes: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()
    statements_unread: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The database could not be looked at. `reason` names no host, user or secret; `waited_ms` is in vain."""

    reason: str
    waited_ms: float = 0.0
