"""A span of time in which matching alerts are recorded but not told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Named(Protocol):
    """An alert, whatever form it has."""

    @property
    def service(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A silence or maintenance window: `[starts_at, ends_at)`.

    It matches alerts of its `service`, `rule` and `fingerprint`; None matches any. `meant_until` is when one that was
    ended early would have ended.
    """

    id: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    created_by: str
    created_at: datetime
    service: str | None = None
    rule: str | None = None
    fingerprint: str | None = None
    meant_until: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """True while the window is open."""
        return self.starts_at <= now < self.ends_at

    def covers(self, service: str, rule: str, fingerprint: str) -> bool:
        """True if an alert with these names is meant."""
        wanted = ((self.service, service), (self.rule, rule), (self.fingerprint, fingerprint))
        return all(mine is None or mine == theirs for mine, theirs in wanted)

    def mutes(self, alert: Named) -> bool:
        """True if `alert` is meant."""
        return self.covers(alert.service, alert.rule, alert.fingerprint)
