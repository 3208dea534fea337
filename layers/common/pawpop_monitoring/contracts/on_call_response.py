"""What GET /on-call answers."""

from typing import Literal

from pydantic import Field

from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel


class AskedView(WireModel):
    """Somebody who is asked if nobody has taken an alert on for `after_minutes`."""

    person: str
    after_minutes: int


class DutyView(WireModel):
    """Who is on call from when until when; a null person is nobody."""

    person: str | None
    start: UtcDatetime
    end: UtcDatetime


class OnCallResponse(WireModel):
    """Who is on call now, null if nobody is; who is asked in which order; the duties of four weeks.

    `problems` are sentences on settings that are wrong.
    """

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    person: str | None
    until: UtcDatetime | None = Field(description="When that may change; null without a rota")
    asked: tuple[AskedView, ...]
    duties: tuple[DutyView, ...]
    time_zone: str | None
    problems: tuple[str, ...]
