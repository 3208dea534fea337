"""What callers of /incidents send and get."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from pawpop_monitoring.contracts.alert_requests import Text
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.incident_draft import IncidentDraft
from pawpop_monitoring.domain.public_incident import Incident, Stage
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.domain.text import one_line

_MOST_TITLE, _MOST_TEXT, _MOST_COMPONENTS = 120, 1000, 8

type Title = Annotated[Text, AfterValidator(lambda text: one_line(text, _MOST_TITLE)), Field(min_length=1)]
type Note = Annotated[str, StringConstraints(max_length=_MOST_TEXT), AfterValidator(str.strip), Field(min_length=1)]
type Impact = Literal[PublicState.DEGRADED, PublicState.OUTAGE]
type AlertId = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PublishIncidentRequest(WireModel):
    """POST /incidents: tells the public. `components` are slugs; `alertId` is the alert that it is about, if any."""

    title: Title
    text: Note
    impact: Impact = PublicState.DEGRADED
    stage: Stage = Stage.INVESTIGATING
    components: Annotated[tuple[str, ...], Field(max_length=_MOST_COMPONENTS)] = ()
    alert_id: AlertId | None = None


class UpdateIncidentRequest(WireModel):
    """PATCH /incidents/{id}: one more note; "resolved" ends it."""

    stage: Stage
    text: Note


class IncidentNote(WireModel):
    """A note as it was published."""

    at: UtcDatetime
    stage: Stage
    text: str


class IncidentView(WireModel):
    """An incident, its notes oldest first."""

    id: str
    title: str
    impact: PublicState
    stage: Stage
    components: tuple[str, ...]
    alert_id: str | None
    started_at: UtcDatetime
    updated_at: UtcDatetime
    updates: tuple[IncidentNote, ...]

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The view of it."""
        same = ("id", "title", "impact", "stage", "components", "alert_id", "started_at", "updated_at")
        notes = tuple(IncidentNote(at=each.at, stage=each.stage, text=each.text) for each in incident.updates)
        return cls(updates=notes, **{name: getattr(incident, name) for name in same})


class IncidentDraftView(WireModel):
    """What could be published: with `incidentId` the next note on that one, else a new one."""

    title: str
    impact: PublicState
    components: tuple[str, ...]
    stage: Stage
    text: str
    alert_id: str
    incident_id: str | None

    @classmethod
    def of(cls, draft: IncidentDraft) -> Self:
        """The view of it."""
        return cls(**{name: getattr(draft, name) for name in cls.model_fields})


class ListIncidentsResponse(WireModel):
    """GET /incidents: those of the last year, the latest first, and what might be published now."""

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    incidents: tuple[IncidentView, ...]
    drafts: tuple[IncidentDraftView, ...]

    @classmethod
    def of(cls, incidents: Iterable[Incident], drafts: Sequence[IncidentDraft], now: UtcDatetime) -> Self:
        """The answer that lists them."""
        return cls(
            timestamp=now,
            incidents=tuple(map(IncidentView.of, incidents)),
            drafts=tuple(map(IncidentDraftView.of, drafts)),
        )


class IncidentChangedResponse(WireModel):
    """POST and PATCH /incidents."""

    status: Literal["success"] = "success"
    success: Literal[True] = True
    timestamp: UtcDatetime
    message: str
    incident: IncidentView
