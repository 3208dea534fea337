"""What the engine remembers of one fingerprint."""

from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.domain.alert import Alert

BAD = "b"
GOOD = "g"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """Memory of one fingerprint between checks.

    `alert` is the alert that is not resolved, if any. `outcomes` are the last looks, oldest first, a letter each
    (`BAD`, `GOOD`), empty once all is calm; `looked_at` are their moments. `opens` are the moments at which alerts
    opened within a day, and `flapping_notified_at` is when people were last told that they come and go. `version` is
    what the store's compare-and-set compares; 0 means not stored yet.
    """

    fingerprint: str
    alert: Alert | None = None
    outcomes: str = ""
    looked_at: tuple[datetime, ...] = ()
    opens: tuple[datetime, ...] = ()
    flapping_notified_at: datetime | None = None
    version: int = 0
