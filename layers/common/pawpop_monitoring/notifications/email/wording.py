"""The sentence below the headline."""

from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.engine import RESOLVED_BY_CHECK
from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.email.figures import UTC_ZONE, clock_time, duration
from pawpop_monitoring.notifications.email.plain_text import one_line

STEP_NAMES: Mapping[TransitionKind, str] = MappingProxyType(
    {
        TransitionKind.OPENED: "new",
        TransitionKind.ESCALATED: "escalated",
        TransitionKind.REMINDED: "reminder",
        TransitionKind.RESOLVED: "",
    }
)
_MAX_NAME = 80


def open_for(message: AlertMessage) -> str:
    """How long the alert had been open when this was told."""
    return duration(message.at - message.alert.timestamp)


def lead_of(message: AlertMessage, zone: ZoneInfo) -> str:
    """What happened, in a sentence."""
    match message.kind:
        case TransitionKind.OPENED:
            return f"New since {_times(message, zone)}."
        case TransitionKind.ESCALATED:
            return f"It got worse and is {message.alert.severity} now; it began {open_for(message)} ago."
        case TransitionKind.REMINDED:
            return f"It has lasted {open_for(message)}, and nobody has acknowledged it yet."
        case TransitionKind.RESOLVED:
            return f"It is over: {_closed_by(message.alert)}."


def _times(message: AlertMessage, zone: ZoneInfo) -> str:
    told = clock_time(message.at, UTC_ZONE)
    return told if zone.key == "UTC" else f"{told} ({clock_time(message.at, zone)})"


def _closed_by(alert: AlertSnapshot) -> str:
    by = alert.resolved_by or RESOLVED_BY_CHECK
    return "the check saw it good again" if by == RESOLVED_BY_CHECK else f"{one_line(by, _MAX_NAME)} closed it"
