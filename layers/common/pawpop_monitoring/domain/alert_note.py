"""What a person wrote down about an alert."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note; `by` is who wrote it. Its `id` is made of all the rest, so that a copy is known as one."""

    id: str
    alert_id: str
    at: datetime
    by: str
    text: str

    @classmethod
    def of(cls, alert_id: str, text: str, by: str, at: datetime) -> Self:
        """The note, with its id."""
        parts = f"{alert_id}\n{by}\n{at.isoformat()}\n{text}".encode("utf-8", "surrogatepass")
        return cls(id=f"note_{hashlib.sha256(parts).hexdigest()[:24]}", alert_id=alert_id, at=at, by=by, text=text)
