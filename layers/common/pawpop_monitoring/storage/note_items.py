"""Items of the standby table that keep notes which the alert store could not take."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.domain.alert_note import Note

_NOTES = "#notes"
"""A partition of the table that no service can have."""
_KEPT = timedelta(days=15)
"""One day longer than RecordQueue keeps the copy that is on its way to the alert store."""


def notes_key_of(alert_id: str) -> dict[str, Any]:
    """Where the notes on an alert are, as values of a query."""
    return {":notes": {"S": _NOTES}, ":alert": {"S": f"{alert_id}#"}}


def note_item(note: Note) -> dict[str, Any]:
    """The note as an item."""
    return {
        "service": {"S": _NOTES},
        "fingerprint": {"S": f"{note.alert_id}#{note.id}"},
        "alert_id": {"S": note.alert_id},
        "id": {"S": note.id},
        "noted_at": {"S": note.at.isoformat()},
        "author": {"S": note.by},
        "note": {"S": note.text},
        "expiration": {"N": str(int((note.at + _KEPT).timestamp()))},
    }


def note_of(item: Mapping[str, Any]) -> Note:
    """The same read back."""
    return Note(
        id=item["id"]["S"],
        alert_id=item["alert_id"]["S"],
        at=datetime.fromisoformat(item["noted_at"]["S"]),
        by=item["author"]["S"],
        text=item["note"]["S"],
    )
