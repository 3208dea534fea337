"""What is known of an alert's incidents, and what an event does to them.

PagerDuty drops what ends an incident that is not open yet, and rings nobody for a trigger of one that is taken on. So
an end that may have overtaken its trigger is said again, and what gets worse after somebody took it on is an incident
of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from pawpop_monitoring.notifications.channels.pagerduty.compose import Action
from pawpop_monitoring.notifications.references import Claim, Reference

SETTLES = timedelta(minutes=2)
"""After that, what was sent without an answer has arrived, or never will."""
_TAKEN_ON = "acknowledged"


@dataclass(frozen=True, slots=True)
class Incidents:
    """So many of them were opened for the alert; the last is `taken_on` or not, its trigger `doubtful` since then."""

    count: int = 1
    taken_on: bool = False
    doubtful: datetime | None = None

    @classmethod
    def of(cls, reference: Reference) -> Self:
        """As a reference keeps them."""
        count = int(reference.id) if reference.id.isdecimal() else 1
        return cls(count, reference.place == _TAKEN_ON, reference.claim.begun_at if reference.claim else None)

    def kept(self, reference: Reference, step: str) -> Reference:
        """The reference that keeps them."""
        claim = Claim(step, self.doubtful) if self.doubtful else None
        return replace(reference, id=str(self.count), place=_TAKEN_ON if self.taken_on else "", claim=claim)

    def keys(self, incident_key: str) -> Sequence[str]:
        """Of all of them; the first has the alert's own."""
        return [_key(incident_key, number) for number in range(1, self.count + 1)]

    def before(self, action: Action) -> Self:
        """As they are once `action` is about to be sent."""
        if action is Action.TRIGGER and self.taken_on:
            return replace(self, count=self.count + 1, taken_on=False)
        return self

    def after(self, action: Action) -> Self:
        """As they are once PagerDuty took `action`."""
        if action is Action.TRIGGER:
            return replace(self, taken_on=False, doubtful=None)
        return replace(self, taken_on=True) if action is Action.ACKNOWLEDGE else replace(self, doubtful=None)

    def unsettled(self, now: datetime) -> timedelta | None:
        """How long to wait before an end is said again; None if what it ends has certainly arrived."""
        if self.doubtful is None or now - self.doubtful >= SETTLES:
            return None
        return min(SETTLES, SETTLES - (now - self.doubtful))


def _key(incident_key: str, number: int) -> str:
    return incident_key if number == 1 else f"{incident_key}/{number}"
