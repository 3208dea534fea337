"""As much of incidents as a page has room for; the feed has all of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pawpop_monitoring.contracts.status_response import StatusIncident

_SHORT = 200


@dataclass(frozen=True, slots=True)
class Fitted:
    """Incidents as HTML, and how many found no room."""

    pieces: Sequence[str] = ()
    left_out: int = 0

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(len(piece.encode()) for piece in self.pieces)


def fitted(incidents: Sequence[StatusIncident], room: int, draw: Callable[[StatusIncident, int], str]) -> Fitted:
    """All of them at the greatest length at which they fit into `room` bytes, or the first ones in short.

    `draw` is told how many notes of an incident are left out.
    """
    found = Fitted()
    for shorten in (_whole, _newest_note, _beginning, _title):
        shortened = [(shorten(each), len(each.updates)) for each in incidents]
        found = Fitted([draw(each, notes - len(each.updates)) for each, notes in shortened])
        if found.size <= room:
            return found
    return _first(found.pieces, room)


def _first(pieces: Sequence[str], room: int) -> Fitted:
    kept: list[str] = []
    for piece in pieces:
        room -= len(piece.encode())
        if room < 0:
            break
        kept.append(piece)
    return Fitted(kept, len(pieces) - len(kept))


def _whole(incident: StatusIncident) -> StatusIncident:
    return incident


def _newest_note(incident: StatusIncident) -> StatusIncident:
    return incident.model_copy(update={"updates": incident.updates[:1]})


def _beginning(incident: StatusIncident) -> StatusIncident:
    (note,) = incident.updates[:1]
    text = note.text if len(note.text) <= _SHORT else f"{note.text[:_SHORT]}…"
    return incident.model_copy(update={"updates": (note.model_copy(update={"text": text}),)})


def _title(incident: StatusIncident) -> StatusIncident:
    return incident.model_copy(update={"updates": ()})
