"""What a provider says of itself, on its public status page."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pawpop_monitoring.domain.text import one_line

_MOST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """`reports` is what the provider says is wrong, empty if all is well; None if its page could not be read."""

    provider: str
    read_at: datetime
    reports: str | None

    @property
    def has_incident(self) -> bool:
        """True if the provider says that something is wrong."""
        return bool(self.reports)

    @property
    def sentence(self) -> str:
        """For a person, with the moment that it was read; on one line of bounded length, whatever the page holds."""
        at = f"(read at {self.read_at.astimezone(UTC):%H:%M} UTC)"
        if self.reports is None:
            return f"{self.provider}'s status page could not be read."
        if not self.reports:
            return f"{self.provider}'s page says that all is well {at}."
        return f"{self.provider} reports an incident: {one_line(self.reports, _MOST)} {at}."
