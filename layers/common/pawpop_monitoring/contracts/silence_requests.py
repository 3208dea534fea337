"""What callers of /silences send and get."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StrictBool, StrictInt, StringConstraints, model_validator

from pawpop_monitoring.contracts.alert_requests import NamedService, Sentence
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.silence import Silence

_MONTH_IN_MINUTES = 30 * 24 * 60

type Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class CreateSilenceRequest(WireModel):
    """POST /silences: which alerts, from when (now), for how long and why.

    Alerts are named by service, rule and fingerprint; "supabase.unreachable" is understood as rule and fingerprint.
    All alerts, critical ones included, are meant only with `all`, and for 24 hours at most.
    """

    all_alerts: StrictBool = Field(default=False, alias="all")
    service: NamedService | None = None
    rule: Name | None = None
    fingerprint: Name | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    minutes: StrictInt | None = Field(None, ge=1, le=_MONTH_IN_MINUTES)
    reason: Sentence

    @model_validator(mode="after")
    def _has_one_end(self) -> Self:
        if (self.ends_at is None) == (self.minutes is None):
            raise ValueError("give either endsAt or minutes")
        return self


class SilenceView(WireModel):
    """A silence; `active` tells whether it holds right now."""

    id: str
    service: str | None
    rule: str | None
    fingerprint: str | None
    starts_at: UtcDatetime
    ends_at: UtcDatetime
    reason: str
    created_by: str
    created_at: UtcDatetime
    active: bool

    @classmethod
    def of(cls, silence: Silence, now: UtcDatetime) -> Self:
        """The view of a silence as it stands now."""
        names = set(cls.model_fields) - {"active"}
        return cls(active=silence.is_active(now), **{name: getattr(silence, name) for name in names})


class ListSilencesResponse(WireModel):
    """GET /silences: the latest to start first."""

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    silences: tuple[SilenceView, ...]

    @classmethod
    def of(cls, silences: Iterable[Silence], now: UtcDatetime) -> Self:
        """The answer that lists `silences`."""
        return cls(timestamp=now, silences=tuple(SilenceView.of(silence, now) for silence in silences))


class SilenceChangedResponse(WireModel):
    """POST and DELETE /silences."""

    status: Literal["success"] = "success"
    success: Literal[True] = True
    timestamp: UtcDatetime
    message: str
    silence: SilenceView
    covers: int = Field(description="Alerts open now that the silence names; 0 may well be a mistake")

    @classmethod
    def of(cls, message: str, silence: Silence, now: UtcDatetime, covers: int) -> Self:
        """The answer that shows `silence` after the change."""
        return cls(timestamp=now, message=message, silence=SilenceView.of(silence, now), covers=covers)
