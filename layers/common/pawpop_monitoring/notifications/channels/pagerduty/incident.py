"""What is known of an alert's incidents, and what an event does to them.

PagerDuty drops what ends an incident that is not open yet, and rings nobody for a trigger of one that is taken on. So
an end that may have overtaken its trigger is said again, and what gets worse after somebody took it on is an incident
of its own. What people did at PagerDuty is known from its webhooks, and not sent back to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from pawpop_monitoring.contracts.pagerduty_event import ACKNOWLEDGED, RESOLVED
from pawpop_monitoring.notifications.channels.pagerduty.compose import Action
from pawpop_monitoring.notifications.references import Claim, Reference

SETTLES = timedelta(minutes=2)
"""After that, what was sent without an answer has arrived, or never will."""
_TAKEN_ON, _PERHAPS = "acknowledged", "acknowledged?"
_OVER, _RINGS = "resolved", "ringing"
_AND = " "


@dataclass(frozen=True, slots=True)
class Incidents:
    """So many of them were opened for the alert; the last is `taken_on` or not, its trigger `doubtful` since then.

    `unsure`: that it was taken on was sent, and no answer came.

    `over` or `rings_again`: so a person at PagerDuty has it, and no event of ours came after that. `acted_at`: when we
    took the last of them on or ended it, so that what people did there before that is past.
    """

    count: int = 1
    taken_on: bool = False
    doubtful: datetime | None = None
    over: bool = False
    rings_again: bool = False
    acted_at: datetime | None = None
    unsure: bool = False

    @classmethod
    def of(cls, reference: Reference) -> Self:
        """As a reference keeps them."""
        count = int(reference.id) if reference.id.isdecimal() else 1
        place, _, acted = reference.place.partition(_AND)
        doubtful, acted_at = reference.claim.begun_at if reference.claim else None, _moment(acted)
        unsure, over, rings_again = place == _PERHAPS, place == _OVER, place == _RINGS
        known = cls(count, place == _TAKEN_ON or unsure, doubtful, over=over, rings_again=rings_again)
        return replace(known, acted_at=acted_at, unsure=unsure)

    def kept(self, reference: Reference, step: str) -> Reference:
        """The reference that keeps them."""
        claim = Claim(step, self.doubtful) if self.doubtful else None
        acted = f"{_AND}{self.acted_at.isoformat()}" if self.acted_at else ""
        return replace(reference, id=str(self.count), place=f"{self._place}{acted}", claim=claim)

    @property
    def _place(self) -> str:
        if self.over:
            return _OVER
        if self.unsure:
            return _PERHAPS
        return _RINGS if self.rings_again else _TAKEN_ON if self.taken_on else ""

    def heard(self, kind: str) -> Self:
        """As they are once a person did that to the last of them at PagerDuty."""
        known = replace(self, taken_on=kind == ACKNOWLEDGED, over=kind == RESOLVED, unsure=False)
        return replace(known, rings_again=not (known.taken_on or known.over))

    def needed(self, action: Action, keys: Sequence[str], *, says_again: bool = False) -> Sequence[str]:
        """The incidents that `action` has to be sent of; `says_again` if it tells no more than that it rings again."""
        if action is Action.RESOLVE:
            return keys[:-1] if self.over else keys
        known = self._is_known_as_taken_on if action is Action.ACKNOWLEDGE else self.rings_again and says_again
        return [] if known else keys[-1:]

    def keys(self, incident_key: str) -> Sequence[str]:
        """Of all of them; the first has the alert's own."""
        return [_key(incident_key, number) for number in range(1, self.count + 1)]

    def before(self, action: Action) -> Self:
        """As they are once `action` is about to be sent."""
        if action is Action.TRIGGER and self.taken_on:
            return replace(self, count=self.count + 1, taken_on=False, unsure=False)
        return self

    def after(self, action: Action, now: datetime) -> Self:
        """As they are once PagerDuty took `action`."""
        if action is Action.TRIGGER:
            return type(self)(self.count, acted_at=self.acted_at)
        if action is Action.RESOLVE:
            acted_at = self.acted_at if self.over else now
            return replace(self, doubtful=None, rings_again=False, acted_at=acted_at)
        if self._is_known_as_taken_on:
            return self
        return replace(self, taken_on=True, unsure=False, rings_again=False, acted_at=now)

    def in_doubt(self, action: Action, now: datetime) -> Self:
        """As they may be once `action` was sent and no answer came: what they are told next is told in any case."""
        if action is Action.TRIGGER:
            return replace(self, doubtful=self.doubtful or now, over=False, rings_again=False)
        if action is Action.ACKNOWLEDGE:
            return replace(self, taken_on=True, unsure=True, rings_again=False)
        return replace(self, rings_again=False)

    @property
    def _is_known_as_taken_on(self) -> bool:
        return self.over or (self.taken_on and not self.unsure)

    def is_past(self, moment: datetime) -> bool:
        """True if we took the last on since then, or ended it, whatever rings under its key by now."""
        return self.acted_at is not None and self.acted_at > moment

    def unsettled(self, now: datetime) -> timedelta | None:
        """How long to wait before an end is said again; None if what it ends has certainly arrived."""
        if self.doubtful is None or now - self.doubtful >= SETTLES:
            return None
        return min(SETTLES, SETTLES - (now - self.doubtful))


def _moment(kept: str) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _key(incident_key: str, number: int) -> str:
    return incident_key if number == 1 else f"{incident_key}/{number}"
