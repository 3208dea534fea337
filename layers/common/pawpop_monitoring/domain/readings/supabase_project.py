"""What the project's HTTP services and Supabase's own view of them say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

GATEWAY = "gateway"
SERVICES_OF_A_PROJECT = ("auth", "db", "pooler", "realtime", "rest", "storage")


class ServiceState(StrEnum):
    """State of one service; `ABSENT` means that this plan or key does not let us ask, which is no trouble."""

    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """One answer on one service: `auth`, `rest`, `storage`, `realtime`, …; `milliseconds` if we asked it itself."""

    service: str
    state: ServiceState
    reason: str = ""
    milliseconds: float | None = None


@dataclass(frozen=True, slots=True)
class ProjectReading:
    """One look at the project. `direct` are the services' own answers, `reported` Supabase's view of them.

    `metrics` are figures of the server by name; `notes` say what could not be asked, and why. `asked` are those that
    the settings let us ask at all; None if this look did not get as far as that.
    """

    direct: tuple[ServiceReport, ...] = ()
    reported: tuple[ServiceReport, ...] = ()
    metrics: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    asked: frozenset[str] | None = None

    @property
    def left_alone(self) -> frozenset[str]:
        """Those that nobody asks: nothing can be said against them, or ever will be."""
        return frozenset() if self.asked is None else frozenset([GATEWAY, *SERVICES_OF_A_PROJECT]) - self.asked
