"""What GET /alerts/{id} answers."""

from typing import Literal, Self

from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.alert_story import AlertStory, Happening


class TimelineEntry(WireModel):
    """One thing that happened; what does not apply to it is null."""

    at: UtcDatetime
    kind: str
    by: str | None
    channel: str | None
    outcome: str | None
    severity: str | None
    note: str | None
    until: UtcDatetime | None

    @classmethod
    def of(cls, happening: Happening) -> Self:
        """The entry of a happening."""
        return cls.model_validate({name: getattr(happening, name) for name in cls.model_fields})


class AlertDetail(AlertView):
    """The alert, and the last word on telling people of it; null if nothing was tried or decided yet."""

    last_delivery: TimelineEntry | None = None


class GetAlertResponse(WireModel):
    """GET /alerts/{id}: the timeline is ordered from old to new, its last 200 entries."""

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    alert: AlertDetail
    timeline: tuple[TimelineEntry, ...]
    related: tuple[AlertView, ...]

    @classmethod
    def of(cls, story: AlertStory, timestamp: UtcDatetime) -> Self:
        """The answer that tells `story`."""
        last = story.last_delivery
        shown = AlertView.of(story.alert).model_dump(by_alias=False)
        return cls(
            timestamp=timestamp,
            alert=AlertDetail(**shown, last_delivery=TimelineEntry.of(last) if last else None),
            timeline=tuple(map(TimelineEntry.of, story.happenings)),
            related=tuple(map(AlertView.of, story.related)),
        )
