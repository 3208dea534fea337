"""Which alerts are of a demo: those of what it breaks, opened while it broke it. Kept for the next one to read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

_LONGEST_CHAPTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Diary:
    """When chapters of demos began, by fingerprint. Written as each begins, since a demo may be killed."""

    file: Path

    def begins(self, fingerprint: str, now: datetime) -> None:
        """A chapter that breaks `fingerprint` begins."""
        entries = self._entries()
        entries.setdefault(fingerprint, []).append(now.isoformat())
        self.file.write_text(json.dumps(entries, indent=2))

    def is_of_a_demo(self, alert: Mapping[str, Any]) -> bool:
        """Whether a chapter opened this alert, as the API shows it."""
        opened = datetime.fromisoformat(alert["timestamp"])
        began = map(datetime.fromisoformat, self._entries().get(alert["fingerprint"], []))
        return any(moment <= opened <= moment + _LONGEST_CHAPTER for moment in began)

    def _entries(self) -> dict[str, list[str]]:
        entries: dict[str, list[str]] = json.loads(self.file.read_text()) if self.file.exists() else {}
        return entries
