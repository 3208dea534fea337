"""Where a channel that edits what it told keeps each alert, and how far it has come with it there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pawpop_monitoring.notifications.progress import Mark


@dataclass(frozen=True, slots=True)
class Claim:
    """An attempt to tell the step `key`, begun then; as long as it stands, nobody knows what came of it."""

    key: str
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the provider calls the alert: its `id` in a `place`, empty before it is there.

    `mark` is that of the step which is said there now. `version` counts what was kept; 0 is nothing yet.
    """

    place: str = ""
    id: str = ""
    mark: Mark | None = None
    claim: Claim | None = None
    version: int = 0


NOTHING = Reference()


class References(Protocol):
    """Kept by channel and alert, away from the monitored database; both raise StoreUnavailableError."""

    def get(self, channel: str, alert_id: str) -> Reference:
        """What is kept, `NOTHING` at first."""
        ...

    def put(self, channel: str, alert_id: str, reference: Reference) -> bool:
        """Keep it as the next version; False if another was kept since that version was read."""
        ...
