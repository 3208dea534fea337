"""What Slack itself remembers: which message is of which alert, and which step it says, in the message's metadata."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pawpop_monitoring.notifications.channels.slack.note import SlackNote
from pawpop_monitoring.notifications.progress import Mark

_ALERT, _STEP = "pawpop_alert", "pawpop_step"
_LONGEST = 256


@dataclass(frozen=True, slots=True)
class Remembered:
    """The message of an alert. `edited`: it was posted for an earlier step than the one of `mark`."""

    ts: str
    mark: Mark
    edited: bool


def of_alert(note: SlackNote) -> dict[str, Any]:
    """For the message of an alert."""
    said = {"at": note.mark.at.isoformat(), "sequence": str(note.mark.sequence)}
    return {"event_type": _ALERT, "event_payload": {**_names(note), **said}}


def of_entry(note: SlackNote) -> dict[str, Any]:
    """For what its thread says."""
    return {"event_type": _STEP, "event_payload": _names(note)}


def find_alert(note: SlackNote, messages: Iterable[Mapping[str, Any]]) -> Remembered | None:
    """The latest message of the alert; what nobody can read is not ours."""
    alert = _names(note)["alert"]
    found = [
        Remembered(str(message["ts"]), mark, bool(message.get("edited")))
        for message in messages
        if (payload := _payload(message, _ALERT)).get("alert") == alert and (mark := _mark(payload)) is not None
    ]
    return max(found, key=lambda each: each.ts, default=None)


def has_entry(note: SlackNote, messages: Iterable[Mapping[str, Any]]) -> bool:
    """True if its thread says the step already."""
    return any(_payload(message, _STEP).get("key") == _names(note)["key"] for message in messages)


def _names(note: SlackNote) -> dict[str, str]:
    return {"alert": _short(note.alert_id), "key": _short(note.idempotency_key)}


def _short(text: str) -> str:
    fits = len(text) <= _LONGEST and text.isascii() and text.isprintable()
    return text if fits else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _payload(message: Mapping[str, Any], event_type: str) -> Mapping[str, Any]:
    metadata = message.get("metadata")
    if not isinstance(metadata, Mapping) or metadata.get("event_type") != event_type or not message.get("ts"):
        return {}
    payload = metadata.get("event_payload")
    return payload if isinstance(payload, Mapping) else {}


def _mark(payload: Mapping[str, Any]) -> Mark | None:
    try:
        return Mark(datetime.fromisoformat(str(payload["at"])).astimezone(UTC), int(str(payload["sequence"])))
    except (KeyError, ValueError):
        return None
