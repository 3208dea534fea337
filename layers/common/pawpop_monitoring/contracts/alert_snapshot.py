"""An alert on the wire."""

from typing import Any, Self

from pydantic import ConfigDict

from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.bounded_json import CALLERS, fit_members
from pawpop_monitoring.domain.severity import Severity


class AlertView(WireModel):
    """The alert as API callers see it."""

    id: str
    service: str
    rule: str
    fingerprint: str
    severity: Severity
    message: str
    details: dict[str, Any]
    timestamp: UtcDatetime
    status: AlertStatus
    resolved: bool
    acknowledged_at: UtcDatetime | None
    acknowledged_by: str | None
    resolved_at: UtcDatetime | None
    resolved_by: str | None
    last_seen: UtcDatetime
    occurrences: int
    notified_at: UtcDatetime | None = None
    notified_severity: Severity | None = None
    silenced_by: str | None = None
    inhibited_by: str | None = None
    flapping: bool = False

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """The view of a domain alert."""
        return cls.model_validate({name: getattr(alert, name) for name in cls.model_fields})


class AlertSnapshot(AlertView):
    """The alert as it travels between our own functions: the view, and what is nobody else's business."""

    model_config = ConfigDict(extra="ignore")

    sequence: int
    escalated: bool = False
    last_good: UtcDatetime | None = None

    def bounded(self) -> Self:
        """The same with details of 64 KB at most, so that neither a queue nor the standby table refuses it."""
        return self.model_copy(update={"details": fit_members(self.details, CALLERS)})

    def to_alert(self) -> Alert:
        """The domain alert that was snapped."""
        return Alert(**self.model_dump(by_alias=False, exclude={"resolved"}))
