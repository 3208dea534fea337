"""From a transition to an incident event."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.short_text import text_of, title_of

_MAX_TITLE, _MAX_TEXT = 300, 4000


@dataclass(frozen=True, slots=True)
class Event:
    """Its values are numbers and texts, as New Relic wants them."""

    idempotency_key: str
    body: Mapping[str, Any]

    def in_doubt(self) -> Self:
        """See `Doubtful`."""
        return replace(self, body={**self.body, "mayBeRepetition": "true"})


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes events; times in `zone`."""

    zone: ZoneInfo
    dashboard_url: str = ""

    def compose(self, message: AlertMessage) -> Event:
        """The event that tells `message`; the alert's id binds those of one alert together."""
        alert = message.alert
        body = {
            "eventType": "NrAiIncidentExternal",
            "state": "close" if message.kind is TransitionKind.RESOLVED else "trigger",
            "title": title_of(message, self.zone, _MAX_TITLE),
            "description": text_of(message, self.zone, self.dashboard_url, _MAX_TEXT),
            "source": "PawPop Monitoring",
            "severity": str(alert.severity),
            "step": str(message.kind),
            "stepKey": message.key,
            "timestamp": int(message.at.timestamp()),
            "aggregationTag.id": alert.id,
            "aggregationTag.service": alert.service,
            "aggregationTag.rule": alert.rule,
        }
        return Event(message.key, body)
