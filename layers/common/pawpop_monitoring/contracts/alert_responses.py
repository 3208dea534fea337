"""What /alerts answers."""

from typing import Literal, Self

from pydantic import Field

from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.snapshot import AlertCounts


class AlertSummary(WireModel):
    """Counts over all matches, not over the page."""

    total: int
    critical: int
    high: int
    medium: int
    low: int
    by_service: dict[str, int]

    @classmethod
    def of(cls, counts: AlertCounts) -> Self:
        """The summary of stored counts."""
        return cls.model_validate({name: getattr(counts, name) for name in cls.model_fields})


class ListAlertsResponse(WireModel):
    """GET /alerts: newest first; `hint` is there only if nothing was found of a service that nobody knows."""

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    alerts: tuple[AlertView, ...]
    total: int
    summary: AlertSummary
    next_cursor: str | None
    hint: str | None = Field(None, exclude_if=lambda hint: hint is None)


class AlertChangedResponse(WireModel):
    """POST and PATCH /alerts."""

    status: Literal["success"] = "success"
    success: Literal[True] = True
    timestamp: UtcDatetime
    message: str
    alert: AlertView

    @classmethod
    def of(cls, message: str, alert: Alert, timestamp: UtcDatetime) -> Self:
        """The answer that shows `alert` after the change."""
        return cls(message=message, alert=AlertView.of(alert), timestamp=timestamp)
