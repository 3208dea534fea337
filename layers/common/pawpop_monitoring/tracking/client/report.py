"""One item on its way to the API."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

_LONGEST_NAME = 100


class Report(NamedTuple):
    """An item as JSON text, and the id that it is known by in the log."""

    name: str
    text: str

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> "Report":
        """Written down at once, so that an item that can't be written takes no other with it."""
        identifier = item.get("requestId") or item.get("eventId") or "without an id"
        return cls(ascii(str(identifier)[:_LONGEST_NAME]), json.dumps(dict(item), default=_plain))


def _plain(value: Any) -> float | str:
    """Numbers of any kind as numbers, and times with their zone; the API says what is wrong with the rest."""
    if isinstance(value, datetime):
        return value.astimezone().isoformat()
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return str(value)
