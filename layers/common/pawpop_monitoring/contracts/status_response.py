"""What /status.json answers, and what page and feed are made of: nothing that is not public."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Self

from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.component import Component, names_of
from pawpop_monitoring.domain.day_record import DAY_SECONDS, ComponentDay, DayRecord, days_of, percent_up
from pawpop_monitoring.domain.maintenance import Maintenance, maintained_services, maintenance_of
from pawpop_monitoring.domain.public_incident import Incident, Stage
from pawpop_monitoring.domain.public_state import PublicState, state_of, worst_state
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.snapshot import ServiceSnapshot

_HEADLINES = {
    PublicState.OPERATIONAL: "Everything works",
    PublicState.DEGRADED: "Mostly working",
    PublicState.OUTAGE: "There is an outage",
    PublicState.MAINTENANCE: "Maintenance is under way",
}


class StatusDay(WireModel):
    """A UTC day; percent of the known time in which it could be used, and percent of the day that is known."""

    day: date
    status: PublicState
    uptime: float | None
    coverage: float


class StatusComponent(WireModel):
    """A part of the shop; `uptime` and `coverage` (percent) are of the time since the first day that is known."""

    name: str
    slug: str
    status: PublicState
    uptime: float | None
    coverage: float
    known_days: int
    days: tuple[StatusDay, ...]

    @classmethod
    def of(cls, component: Component, state: PublicState, days: Sequence[ComponentDay], now: datetime) -> Self:
        """The component with its last 90 days."""
        first = next((index for index, day in enumerate(days) if day.known > 0), len(days))
        known, past = sum(day.known for day in days), days[first:]
        return cls(
            name=component.name,
            slug=component.slug,
            status=state,
            uptime=percent_up(known, sum(day.down for day in days)),
            coverage=_share(known, sum(_seconds(day.day, now) for day in past)),
            known_days=len(past),
            days=tuple(
                StatusDay(
                    day=day.day, status=day.state, uptime=day.uptime, coverage=_share(day.known, _seconds(day.day, now))
                )
                for day in days
            ),
        )


class StatusNote(WireModel):
    """What the public was told of an incident, and when."""

    at: UtcDatetime
    stage: Stage
    text: str


class StatusIncident(WireModel):
    """An incident that a person published; the newest note first."""

    id: str
    title: str
    impact: PublicState
    stage: Stage
    components: tuple[str, ...]
    started_at: UtcDatetime
    updated_at: UtcDatetime
    updates: tuple[StatusNote, ...]

    @classmethod
    def of(cls, incident: Incident, names: Mapping[str, str]) -> Self:
        """The view of it; `names` are those of components by slug."""
        return cls(
            id=incident.id,
            title=incident.title,
            impact=incident.impact,
            stage=incident.stage,
            components=incident.parts(names),
            started_at=incident.started_at,
            updated_at=incident.updated_at,
            updates=tuple(StatusNote(at=each.at, stage=each.stage, text=each.text) for each in incident.updates[::-1]),
        )


class StatusMaintenance(WireModel):
    """Planned work on some components; `active` while it lasts."""

    components: tuple[str, ...]
    starts_at: UtcDatetime
    ends_at: UtcDatetime
    active: bool


class StatusResponse(WireModel):
    """GET /status.json: how the shop is as far as customers feel it."""

    status: PublicState
    headline: str
    timestamp: UtcDatetime
    components: tuple[StatusComponent, ...]
    incidents: tuple[StatusIncident, ...]
    maintenance: tuple[StatusMaintenance, ...]

    @classmethod
    def of(
        cls,
        components: Sequence[Component],
        snapshots: Sequence[ServiceSnapshot],
        records: Sequence[DayRecord],
        incidents: Sequence[Incident],
        silences: Iterable[Silence],
        now: datetime,
    ) -> Self:
        """The page of these components; those of which no service is watched are told of by incidents alone."""
        kept, by_service = tuple(silences), {snapshot.service: snapshot for snapshot in snapshots}
        maintained = maintained_services(by_service, kept, now)
        today = now.astimezone(UTC).date()
        shown = []
        for component in components:
            told = [each.impact for each in incidents if each.is_open and component.slug in each.components]
            state = state_of(component, by_service, maintained, told)
            if told or any(service in by_service for service in component.services):
                shown.append(StatusComponent.of(component, state, days_of(component, records, today), now))
        names = names_of(components)
        status = worst_state([each.status for each in shown] + [each.impact for each in incidents if each.is_open])
        return cls(
            status=status,
            headline=_HEADLINES.get(status) or _unknown(shown, snapshots),
            timestamp=now,
            components=tuple(shown),
            incidents=tuple(StatusIncident.of(each, names) for each in incidents if each.is_shown(now)),
            maintenance=tuple(_maintenance(maintenance_of(components, kept, now), now)),
        )


def _maintenance(found: Iterable[Maintenance], now: datetime) -> Iterable[StatusMaintenance]:
    for (starts_at, ends_at), same in groupby(found, key=lambda each: (each.starts_at, each.ends_at)):
        names = tuple(each.component.name for each in same)
        yield StatusMaintenance(
            components=names, starts_at=starts_at, ends_at=ends_at, active=starts_at <= now < ends_at
        )


def _unknown(shown: Sequence[StatusComponent], snapshots: Sequence[ServiceSnapshot]) -> str:
    """What is said where nothing is known to be wrong, and not all is known to be right."""
    if all(snapshot.last_check is None for snapshot in snapshots):
        return "Nothing has been checked yet"
    known = any(each.status is not PublicState.UNKNOWN for each in shown)
    return "No trouble seen, but not all can be seen" if known else "Not known right now"


def _seconds(day: date, now: datetime) -> float:
    """How much of `day` is over."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return min(DAY_SECONDS, max(0.0, (now - midnight).total_seconds()))


def _share(part: float, whole: float) -> float:
    """Percent, to one decimal."""
    return round(min(1.0, part / whole) * 100, 1) if whole > 0 else 0.0
