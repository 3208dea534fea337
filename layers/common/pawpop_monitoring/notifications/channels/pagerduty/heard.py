"""How far PagerDuty's webhooks of an alert were followed, kept beside its incidents.

Without the store all is followed: what an alert itself knows is then all that holds against an old one.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self

from pawpop_monitoring.contracts.pagerduty_event import (
    ACKNOWLEDGED,
    REOPENED,
    RESOLVED,
    UNACKNOWLEDGED,
    IncidentEvent,
)
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.channels.pagerduty.incident import Incidents
from pawpop_monitoring.notifications.progress import Mark
from pawpop_monitoring.notifications.references import NOTHING, Reference, References

_logger = logging.getLogger(__name__)
_HEARD, _NAMES, _INCIDENTS = "pagerduty-heard", "pagerduty-incident", "pagerduty"
_RANK = {UNACKNOWLEDGED: 0, ACKNOWLEDGED: 1, REOPENED: 2, RESOLVED: 3}
"""Of two at one moment the higher comes after the other."""
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """The latest event that was followed, and by kind the moment of what such events brought about here last."""

    reference: Reference = NOTHING
    done: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, reference: Reference) -> Self:
        """As a reference keeps it."""
        kept = (each.partition("=") for each in reference.place.split())
        return cls(reference, {kind: datetime.fromisoformat(at) for kind, _, at in kept})

    def kept(self, event: IncidentEvent, done: Mapping[str, datetime]) -> Reference:
        """The reference that keeps that `event` was followed, and what it brought about."""
        place = " ".join(f"{kind}={at.isoformat()}" for kind, at in {**self.done, **done}.items())
        return replace(self.reference, mark=_mark(event), id=event.id, place=place)

    def is_later(self, event: IncidentEvent) -> bool:
        """True if `event` was followed, or is older than what was."""
        return self.reference.mark is not None and self.reference.mark >= _mark(event)


@dataclass(frozen=True, slots=True)
class HeardOf:
    """Of all alerts."""

    references: References

    def of(self, alert_id: str) -> Heard:
        """What is known; nothing if it can't be read."""
        return Heard.of(self._get(_HEARD, alert_id))

    def keep(self, alert_id: str, before: Heard, event: IncidentEvent, done_at: datetime | None = None) -> None:
        """Note that `event` was followed, and the time of what it brought about here, if it did anything."""
        self._put(_HEARD, alert_id, before.kept(event, {event.kind: done_at} if done_at else {}))

    def name(self, incident: str, key: str) -> None:
        """Remember which alert's an incident is: later events may not say."""
        known = self._get(_NAMES, incident)
        if known.id != key:
            self._put(_NAMES, incident, replace(known, id=key))

    def named(self, incident: str) -> str:
        """The key of an incident; empty if it was never told."""
        return self._get(_NAMES, incident).id

    def note_incident(self, alert_id: str, number: int, event: IncidentEvent) -> bool:
        """Note what PagerDuty has by now; False if a later incident of the alert is what counts there.

        An end counts whichever incident it is of. What we have posted since may have changed what is there, so then
        nothing is noted, and PagerDuty may be told what it knows: it takes no harm from that. But who is on an incident
        is not changed by a trigger, only by who takes it on or ends it.
        """
        for _ in range(_ATTEMPTS):
            try:
                known = self.references.get(_INCIDENTS, alert_id)
                incidents = Incidents.of(known)
                if number != incidents.count:
                    return event.kind == RESOLVED
                if known.mark is not None and known.mark.at >= _mark(event).at and not _holds(event, incidents):
                    return True
                heard = incidents.heard(event.kind).kept(known, known.claim.key if known.claim else "")
                if self.references.put(_INCIDENTS, alert_id, heard):
                    return True
            except StoreUnavailableError as error:
                _logger.warning("what PagerDuty has is not noted, so it may be told so again: %s", error)
                return True
        raise StoreUnavailableError("Others write to the incidents of an alert at the same moment.")

    def is_taken_on(self, alert_id: str, number: int) -> bool:
        """True if the incident is the alert's last, and taken on there, so that what comes next is one of its own."""
        incidents = Incidents.of(self._get(_INCIDENTS, alert_id))
        return number == incidents.count and incidents.taken_on

    def _get(self, channel: str, name: str) -> Reference:
        try:
            return self.references.get(channel, name)
        except StoreUnavailableError as error:
            _logger.warning("how far PagerDuty's webhooks were followed is not known: %s", error)
            return NOTHING

    def _put(self, channel: str, name: str, reference: Reference) -> None:
        try:
            if not self.references.put(channel, name, reference):
                _logger.warning("another event of %s came between", name)
        except StoreUnavailableError as error:
            _logger.warning("how far PagerDuty's webhooks were followed is not kept: %s", error)


def _holds(event: IncidentEvent, incidents: Incidents) -> bool:
    past = incidents.over or incidents.is_past(_mark(event).at)
    return event.kind in {ACKNOWLEDGED, UNACKNOWLEDGED} and not past


def _mark(event: IncidentEvent) -> Mark:
    return Mark(datetime.fromtimestamp(event.at, UTC), _RANK.get(event.kind, 0))
