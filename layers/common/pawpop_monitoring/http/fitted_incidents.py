"""As much of incidents as a page has room for, the most for those that are worth most; the feed has all of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pawpop_monitoring.contracts.status_response import StatusIncident
from pawpop_monitoring.domain.text import shorten

_SHORT = 200
_TOLD_FIRST = 3
"""So many say what is known last before there is room for the titles of others."""

type Draw = Callable[[StatusIncident, int], str]
type Length = Callable[[StatusIncident], StatusIncident]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Incidents as HTML, and how many found no room."""

    pieces: Sequence[str] = ()
    left_out: int = 0

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(map(_size, self.pieces))


def fitted(incidents: Sequence[StatusIncident], room: int, draw: Draw) -> Fitted:
    """What fits into `room` bytes of `incidents`, which begin with what is worth most.

    The first ones at least with the beginning of their last note, then the titles of all, then each length for as
    many as it fits, one after the other. `draw` is told how many notes of an incident are left out.
    """
    kept = list(_shortest(incidents, room, draw))
    room -= sum(map(_size, kept))
    for length in (_beginning, _newest_note, _whole):
        for index, each in enumerate(incidents[: len(kept)]):
            longer = _drawn(each, length, draw)
            more = _size(longer) - _size(kept[index])
            if 0 < more <= room:
                kept[index], room = longer, room - more
    return Fitted(kept, len(incidents) - len(kept))


def _shortest(incidents: Sequence[StatusIncident], room: int, draw: Draw) -> Iterator[str]:
    for index, each in enumerate(incidents):
        told = [_drawn(each, _beginning, draw)] if index < _TOLD_FIRST else []
        pieces = [piece for piece in (*told, _drawn(each, _title, draw)) if _size(piece) <= room]
        if not pieces:
            return
        room -= _size(pieces[0])
        yield pieces[0]


def _drawn(incident: StatusIncident, length: Length, draw: Draw) -> str:
    shortened = length(incident)
    return draw(shortened, len(incident.updates) - len(shortened.updates))


def _size(piece: str) -> int:
    return len(piece.encode())


def _whole(incident: StatusIncident) -> StatusIncident:
    return incident


def _newest_note(incident: StatusIncident) -> StatusIncident:
    return incident.model_copy(update={"updates": incident.updates[:1]})


def _beginning(incident: StatusIncident) -> StatusIncident:
    (note,) = incident.updates[:1]
    short = note.model_copy(update={"text": shorten(note.text, _SHORT)})
    return incident.model_copy(update={"updates": (short,)})


def _title(incident: StatusIncident) -> StatusIncident:
    return incident.model_copy(update={"updates": ()})
