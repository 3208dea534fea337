"""An alert: one life of a condition, from open to resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pawpop_monitoring.domain.severity import Severity


class AlertStatus(StrEnum):
    """Where an alert stands in its life."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One open-to-resolved life of a fingerprint.

    `occurrences` counts the bad checks; `sequence` counts the transitions, so that each has a key of its
    own. `notified_at` and `notified_severity` say when people last heard of it and the worst that they heard;
    None means that nobody was told yet, because it was `silenced_by` a silence (its id) or because it
    is `inhibited_by` an open alert (its fingerprint). `escalated` is set once the escalation
    recipients were told, `flapping` when it opened too often to be told each time. `last_seen` is the last bad look,
    `last_good` the last good one since it opened.
    """

    id: str
    service: str
    rule: str
    fingerprint: str
    severity: Severity
    message: str
    timestamp: datetime
    last_seen: datetime
    details: Mapping[str, Any] = field(default_factory=dict)
    status: AlertStatus = AlertStatus.OPEN
    occurrences: int = 1
    sequence: int = 1
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    notified_at: datetime | None = None
    notified_severity: Severity | None = None
    escalated: bool = False
    flapping: bool = False
    last_good: datetime | None = None
    silenced_by: str | None = None
    inhibited_by: str | None = None

    @property
    def resolved(self) -> bool:
        """True once the alert is closed."""
        return self.status is AlertStatus.RESOLVED
