"""From a transition to an event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Self
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.mentions import uncalled
from pawpop_monitoring.notifications.content.short_text import text_of, title_of

_MAX_TITLE, _MAX_TEXT, _MAX_KEY = 300, 3900, 100
_REPETITION = "This may be a repetition: whether it was taken before is not known."
_TYPES: Mapping[Severity, str] = MappingProxyType(
    {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "info"}
)


@dataclass(frozen=True, slots=True)
class Event:
    """`happened` are seconds since the epoch; the wire leaves them out where Datadog would refuse them as too old."""

    idempotency_key: str
    happened: int
    body: Mapping[str, Any]

    def in_doubt(self) -> Self:
        """See `Doubtful`."""
        return replace(self, body={**self.body, "text": f"{self.body['text']}\n{_REPETITION}"})


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes events; times in `zone`."""

    zone: ZoneInfo
    dashboard_url: str = ""

    def compose(self, message: AlertMessage) -> Event:
        """The event that tells `message`; all events of an alert are one group at Datadog."""
        alert = message.alert
        over = message.kind is TransitionKind.RESOLVED
        body = {
            "title": uncalled(title_of(message, self.zone, _MAX_TITLE), _MAX_TITLE),
            "text": uncalled(text_of(message, self.zone, self.dashboard_url, _MAX_TEXT), _MAX_TEXT),
            "aggregation_key": alert.id if len(alert.id) <= _MAX_KEY else sha256(alert.id.encode()).hexdigest(),
            "alert_type": "success" if over else _TYPES[alert.severity],
            "priority": "low" if alert.severity is Severity.LOW else "normal",
            "source_type_name": "pawpop",
            "tags": [
                "source:pawpop",
                f"service:{alert.service}",
                f"rule:{alert.rule}",
                f"severity:{alert.severity}",
                f"step:{message.kind}",
            ],
        }
        return Event(message.key, int(message.at.timestamp()), body)
