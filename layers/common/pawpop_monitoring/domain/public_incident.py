"""An incident as customers are told of it: what a person wrote, and nothing that nobody published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.domain.public_state import PublicState

MOST_UPDATES = 50
SHOWN_AFTER_END = timedelta(days=14)
"""On the page; the feed goes on for as long as it is kept."""
_IMPACTS = {PublicState.OUTAGE: "Outage", PublicState.DEGRADED: "Degraded service"}


class Stage(StrEnum):
    """How far the people who are on it have come."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class IncidentUpdate:
    """One note to the public."""

    at: datetime
    stage: Stage
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """`components` are slugs; `impact` is DEGRADED or OUTAGE; `updates` has one at least, the oldest first.

    `alert_id` is the alert that it was drafted from, if any.
    """

    id: str
    title: str
    impact: PublicState
    components: tuple[str, ...]
    updates: tuple[IncidentUpdate, ...]
    alert_id: str | None = None

    @property
    def stage(self) -> Stage:
        """How it stands."""
        return self.updates[-1].stage

    @property
    def is_open(self) -> bool:
        """True until it is resolved."""
        return self.stage is not Stage.RESOLVED

    @property
    def started_at(self) -> datetime:
        """When people were first told."""
        return self.updates[0].at

    @property
    def updated_at(self) -> datetime:
        """When people were last told."""
        return self.updates[-1].at

    def parts(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """Its components by name; `names` are by slug, and what has none any more keeps its slug."""
        return tuple(names.get(slug, slug) for slug in self.components)

    def is_shown(self, now: datetime) -> bool:
        """True while it is open, and for two weeks afterwards."""
        return self.is_open or now - self.updated_at < SHOWN_AFTER_END

    def with_update(self, update: IncidentUpdate) -> Self:
        """The same, with one more note; itself if that says what the last one does; ConflictError if it is over."""
        last = self.updates[-1]
        if (last.stage, last.text) == (update.stage, update.text):
            return self
        if not self.is_open:
            raise ConflictError("This incident is resolved; publish a new one.")
        if len(self.updates) >= MOST_UPDATES and update.stage is not Stage.RESOLVED:
            raise ConflictError(f"An incident has at most {MOST_UPDATES} notes; resolve it, and publish a new one.")
        return replace(self, updates=(*self.updates, update))


def effect(impact: PublicState, parts: Sequence[str]) -> str:
    """How bad it is, and for what: `Outage: Checkout, Portraits`."""
    return ": ".join(filter(None, (_IMPACTS[impact], ", ".join(parts))))
