"""What callers of /alerts send."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from pawpop_monitoring.contracts.wire import WireModel
from pawpop_monitoring.domain.severity import Severity

type ServiceName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
"""A service's name: lower-case letters, digits and dashes."""

type Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""A sentence of at most 500 characters."""


class CreateAlertRequest(WireModel):
    """POST /alerts."""

    service: ServiceName
    severity: Severity
    message: Text
    details: dict[str, Any] = Field(default_factory=dict)


class UpdateAlertRequest(WireModel):
    """PATCH /alerts."""

    alert_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    action: Literal["acknowledge", "resolve", "reopen"]


class ListAlertsQuery(WireModel):
    """GET /alerts; `resolved` chooses open alerts, resolved ones, or all."""

    severity: Severity | None = None
    service: ServiceName | None = None
    resolved: Literal["false", "true", "all"] = "false"
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=500)
