"""How far PagerDuty's webhooks of an alert were followed, kept beside its incidents.

Without the store all is followed: what an alert itself knows is then all that holds against an old one.
"""

import logging
from dataclasses import dataclass, replace
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
    """The latest event that was followed, and the moment of what it brought about here."""

    reference: Reference = NOTHING
    done_at: datetime | None = None

    @classmethod
    def of(cls, reference: Reference) -> Self:
        """As a reference keeps it."""
        return cls(reference, datetime.fromisoformat(reference.place) if reference.place else None)

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

    def keep(self, alert_id: str, before: Heard, event: IncidentEvent, now: datetime) -> None:
        """Note that `event` was followed, and what it brought about has the time `now`."""
        kept = replace(before.reference, mark=_mark(event), id=event.id, place=now.isoformat())
        self._put(_HEARD, alert_id, kept)

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
        nothing is noted, and PagerDuty may be told what it knows: it takes no harm from that.
        """
        for _ in range(_ATTEMPTS):
            try:
                known = self.references.get(_INCIDENTS, alert_id)
                incidents = Incidents.of(known)
                if number != incidents.count:
                    return event.kind == RESOLVED
                if known.mark is not None and known.mark.at >= _mark(event).at:
                    return True
                heard = incidents.heard(event.kind).kept(known, known.claim.key if known.claim else "")
                if self.references.put(_INCIDENTS, alert_id, heard):
                    return True
            except StoreUnavailableError as error:
                _logger.warning("what PagerDuty has is not noted, so it may be told so again: %s", error)
                return True
        raise StoreUnavailableError("Others write to the incidents of an alert at the same moment.")

    def note_taken_on(self, alert_id: str, number: int) -> None:
        """Note that the last incident of the alert is taken on there, so that what comes next is one of its own."""
        known = self._get(_INCIDENTS, alert_id)
        incidents = Incidents.of(known)
        if number == incidents.count and not incidents.over:
            taken_on = replace(incidents, taken_on=True, rings_again=False)
            self._put(_INCIDENTS, alert_id, taken_on.kept(known, known.claim.key if known.claim else ""))

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


def _mark(event: IncidentEvent) -> Mark:
    return Mark(datetime.fromtimestamp(event.at, UTC), _RANK.get(event.kind, 0))
