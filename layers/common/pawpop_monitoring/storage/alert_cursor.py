"""The cursor of a list of alerts: where the last page ended, opaque to callers."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.urgency import rank_of, urgency

_MALFORMED = (
    "cursor: must be the nextCursor of an earlier answer in the same order; "
    "leave it out to start with the newest or the worst alert"
)
_RANKED = "!"

type Order = Literal["newest", "worst"]
"""The newest first, or the worst: what nobody has taken on, by severity, the oldest of these first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCursor:
    """The alert after which the next page starts; `rank` is its place among the worst, None in newest-first order."""

    timestamp: datetime
    alert_id: str
    rank: int | None = None

    @classmethod
    def after(cls, alert: Alert, order: Order = "newest") -> "AlertCursor":
        """The cursor of a page that ends with `alert`."""
        rank = rank_of(alert.status, alert.severity) if order == "worst" else None
        return cls(timestamp=alert.timestamp, alert_id=alert.id, rank=rank)

    @classmethod
    def parse(cls, text: str, order: Order = "newest") -> "AlertCursor":
        """The cursor that `encode` made into `text`; InvalidRequestError if it did not, or not in this order."""
        try:
            place, separator, alert_id = base64.b64decode(text, altchars=b"-_", validate=True).decode().partition(" ")
            rank, ranked, moment = place.rpartition(_RANKED)
            timestamp = datetime.fromisoformat(moment)
            parsed = int(rank) if ranked else None
        except ValueError:
            raise InvalidRequestError(_MALFORMED) from None
        if not separator or timestamp.utcoffset() is None or "\0" in alert_id or bool(ranked) != (order == "worst"):
            raise InvalidRequestError(_MALFORMED)
        if parsed is not None and not 0 <= parsed < 2**31:
            raise InvalidRequestError(_MALFORMED)
        return cls(timestamp=timestamp, alert_id=alert_id, rank=parsed)

    def precedes(self, alert: Alert) -> bool:
        """True if `alert` is on a later page."""
        if self.rank is None:
            return (alert.timestamp, alert.id) < (self.timestamp, self.alert_id)
        return urgency(alert) > (self.rank, self.timestamp, self.alert_id)

    def encode(self) -> str:
        """The cursor as text for a URL."""
        rank = "" if self.rank is None else f"{self.rank}{_RANKED}"
        return base64.urlsafe_b64encode(f"{rank}{self.timestamp.isoformat()} {self.alert_id}".encode()).decode()
