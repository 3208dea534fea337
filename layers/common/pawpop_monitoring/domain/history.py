"""What was stored over a span of time, condensed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.domain.service import ServiceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPoint:
    """All checks of one service within one step: the worst status, mean `response_time` (ms) and `error_rate` (%)."""

    at: datetime
    status: ServiceStatus
    response_time: float | None
    error_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """Seconds that a service was seen up or down; what is in neither, nobody knows."""

    up: float = 0.0
    down: float = 0.0

    @property
    def observed(self) -> float:
        """Seconds about which something is known."""
        return self.up + self.down

    def coverage(self, span: float) -> float:
        """Percent of `span` seconds about which something is known."""
        return round(min(1.0, self.observed / span) * 100, 1) if span else 0.0

    @property
    def percent(self) -> float | None:
        """Percent of the observed time that was up; None if nothing was observed."""
        if self.observed <= 0:
            return None
        return self.up * 100 / self.observed if self.down else 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The span [since, until) that is looked at, in `step`s; a check speaks for at most `patience`."""

    since: datetime
    until: datetime
    step: timedelta
    patience: timedelta

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.until - self.since).total_seconds()
