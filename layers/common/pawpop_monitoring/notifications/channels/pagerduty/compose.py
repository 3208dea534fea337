"""From a transition to an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.bounded_json import EVIDENCE, fit_members
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.short_text import title_of
from pawpop_monitoring.notifications.progress import Mark

_MAX_SUMMARY, _MAX_KEY = 1024, 240
_SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {Severity.CRITICAL: "critical", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "info"}
)


_AGAIN = frozenset({Reason.REOPENED, Reason.ACKNOWLEDGEMENT_EXPIRED})


class Action(StrEnum):
    """What an event does to an incident."""

    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`incident_key` is the alert's: one life of a condition is one incident. `body` is all but the keys.

    `says_again`: it rings again as nobody is on it any more, and nothing else has changed.
    """

    idempotency_key: str
    alert_id: str
    incident_key: str
    mark: Mark
    action: Action
    body: Mapping[str, Any]
    says_again: bool = False


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes events; times in `zone`."""

    zone: ZoneInfo
    dashboard_url: str = ""

    def compose(self, message: AlertMessage) -> Event:
        """The event that tells `message`."""
        alert, action = message.alert, _action(message)
        return Event(
            idempotency_key=message.key,
            alert_id=alert.id,
            incident_key=alert.id if len(alert.id) <= _MAX_KEY else sha256(alert.id.encode()).hexdigest(),
            mark=Mark.of(message),
            action=action,
            body=self._trigger(message) if action is Action.TRIGGER else {},
            says_again=message.reason in _AGAIN,
        )

    def _trigger(self, message: AlertMessage) -> Mapping[str, Any]:
        alert = message.alert
        payload = {
            "summary": title_of(message, self.zone, _MAX_SUMMARY),
            "source": "pawpop-monitoring",
            "severity": _SEVERITIES[alert.severity],
            "timestamp": message.model_dump(mode="json")["at"],
            "component": alert.service,
            "group": alert.service,
            "class": alert.rule,
            "custom_details": {"alertId": alert.id, "step": message.key, **fit_members(alert.details, EVIDENCE)},
        }
        links = [{"href": self.dashboard_url, "text": "Dashboard"}] if self.dashboard_url else []
        client = {"client_url": self.dashboard_url} if self.dashboard_url else {}
        return {"payload": payload, "links": links, "client": "PawPop Monitoring", **client}


def _action(message: AlertMessage) -> Action:
    if message.kind is TransitionKind.RESOLVED or message.alert.status is AlertStatus.RESOLVED:
        return Action.RESOLVE
    return Action.ACKNOWLEDGE if message.alert.status is AlertStatus.ACKNOWLEDGED else Action.TRIGGER
