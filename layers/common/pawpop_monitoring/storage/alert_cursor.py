"""The cursor of a list of alerts: where the last page ended, opaque to callers."""

import base64
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError

_MALFORMED = "cursor: must be the nextCursor of an earlier answer; leave it out to start with the newest alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCursor:
    """The alert after which the next page starts, in newest-first order."""

    timestamp: datetime
    alert_id: str

    @classmethod
    def after(cls, alert: Alert) -> "AlertCursor":
        """The cursor of a page that ends with `alert`."""
        return cls(timestamp=alert.timestamp, alert_id=alert.id)

    @classmethod
    def parse(cls, text: str) -> "AlertCursor":
        """The cursor that `encode` made into `text`; InvalidRequestError if it did not."""
        try:
            moment, separator, alert_id = base64.b64decode(text, altchars=b"-_", validate=True).decode().partition(" ")
            timestamp = datetime.fromisoformat(moment)
        except ValueError:
            raise InvalidRequestError(_MALFORMED) from None
        if not separator or timestamp.utcoffset() is None or "\0" in alert_id:
            raise InvalidRequestError(_MALFORMED)
        return cls(timestamp=timestamp, alert_id=alert_id)

    def precedes(self, alert: Alert) -> bool:
        """True if `alert` is on a later page."""
        return (alert.timestamp, alert.id) < (self.timestamp, self.alert_id)

    def encode(self) -> str:
        """The cursor as text for a URL."""
        return base64.urlsafe_b64encode(f"{self.timestamp.isoformat()} {self.alert_id}".encode()).decode()
