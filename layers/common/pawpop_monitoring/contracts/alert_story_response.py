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


class StepsView(WireModel):
    """What to do: `first` for whoever reads it, `then` for the developer."""

    first: tuple[str, ...]
    then: tuple[str, ...]


class ConsoleView(WireModel):
    """A page of the provider where the steps are taken."""

    label: str
    url: str


class PartView(WireModel):
    """One of several values of a fact."""

    name: str
    value: str


class FactView(WireModel):
    """A fact of the evidence as a person reads it; `parts` are its rows, the largest first, where it has several."""

    name: str
    value: str
    parts: tuple[PartView, ...] = ()


class CurvePointView(WireModel):
    """When a step begins, and its worst value."""

    t: UtcDatetime
    value: float


class CurveView(WireModel):
    """How the number moved that the alert is about; with `bound` "max" values above the threshold are bad."""

    label: str
    unit: str
    bound: Literal["max", "min"]
    threshold: float | None
    step_seconds: int
    points: tuple[CurvePointView, ...]


class Guide(WireModel):
    """What helps whoever looks after an alert."""

    steps: StepsView
    consoles: tuple[ConsoleView, ...] = ()
    evidence: tuple[FactView, ...] = ()


class AlertDetail(AlertView):
    """The alert, and the last word on telling people of it; null if nothing was tried or decided yet."""

    last_delivery: TimelineEntry | None = None


class GetAlertResponse(WireModel):
    """GET /alerts/{id}: the timeline is ordered from old to new, its last 200 entries.

    `steps`, `consoles` and `evidence` are what the mail says; `curve` is null where there is no number, or no history.
    """

    status: Literal["success"] = "success"
    timestamp: UtcDatetime
    alert: AlertDetail
    timeline: tuple[TimelineEntry, ...]
    related: tuple[AlertView, ...]
    steps: StepsView | None = None
    consoles: tuple[ConsoleView, ...] = ()
    evidence: tuple[FactView, ...] = ()
    curve: CurveView | None = None

    @classmethod
    def of(
        cls, story: AlertStory, timestamp: UtcDatetime, guide: Guide | None = None, curve: CurveView | None = None
    ) -> Self:
        """The answer that tells `story`."""
        last = story.last_delivery
        shown = AlertView.of(story.alert).model_dump(by_alias=False)
        return cls(
            timestamp=timestamp,
            alert=AlertDetail(**shown, last_delivery=TimelineEntry.of(last) if last else None),
            timeline=tuple(map(TimelineEntry.of, story.happenings)),
            related=tuple(map(AlertView.of, story.related)),
            steps=guide.steps if guide else None,
            consoles=guide.consoles if guide else (),
            evidence=guide.evidence if guide else (),
            curve=curve,
        )
