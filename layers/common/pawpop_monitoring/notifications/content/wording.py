"""What a mail calls the step that it tells, and the sentence below the headline."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.decide.flapping import CALM
from pawpop_monitoring.alerting.decide.resolution import RESOLVED_BY_CHECK
from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage, asks_again, is_test
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.contracts.link_claims import LINK_ACTOR
from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.figures import UTC_ZONE, clock_time, moment
from pawpop_monitoring.notifications.content.plain_text import one_line

_BY_KIND: Mapping[TransitionKind, Reason] = MappingProxyType(
    {
        TransitionKind.OPENED: Reason.OPENED,
        TransitionKind.ESCALATED: Reason.ESCALATED,
        TransitionKind.REMINDED: Reason.REMINDED,
        TransitionKind.ACKNOWLEDGED: Reason.ACKNOWLEDGED,
        TransitionKind.RESOLVED: Reason.RESOLVED,
    }
)
_STEP_NAMES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.FLAPPING: "comes and goes",
        Reason.UNMUTED: "still open",
        Reason.REOPENED: "reopened",
        Reason.ESCALATED: "got worse",
        Reason.UNANSWERED: "unanswered",
        Reason.ACKNOWLEDGED: "somebody is on it",
        Reason.ACKNOWLEDGEMENT_EXPIRED: "still open",
        Reason.ACKNOWLEDGED: "taken on",
        Reason.RESOLVED: "",
    }
)
_MAX_NAME = 80


def reason_of(message: TransitionMessage) -> Reason:
    """Why it is told; messages of an older release say only what kind of step it is."""
    return message.reason or _BY_KIND.get(message.kind, Reason.ACKNOWLEDGED)


def step_name(message: TransitionMessage) -> str:
    """One or two words."""
    reason = reason_of(message)
    return f"reminder {reminder_number(message)}" if reason is Reason.REMINDED else _STEP_NAMES.get(reason, "new")


def reminder_number(message: TransitionMessage) -> int:
    """Its place in the row of mails that followed the first one about this alert."""
    return max(1, message.alert.sequence - 1)


def open_for(message: TransitionMessage) -> str:
    """How long the alert had been open when this was told."""
    return duration(message.at - message.alert.timestamp)


def lead_of(message: AlertMessage, zone: ZoneInfo) -> str:
    """What happened, in a sentence or two."""
    test = "This is a test: nothing is broken, and there is nothing to do. " if is_test(message) else ""
    return test + _sentence(message, zone) + _together(message)


def _together(message: AlertMessage) -> str:
    others = len(message.others)
    be, those = ("is", "it is") if others == 1 else ("are", "they are")
    what = f"{be} still open as well" if asks_again(message) else "opened together with it"
    return f" {others} more {what}; {those} listed below." if others else ""


def _sentence(message: TransitionMessage, zone: ZoneInfo) -> str:
    match reason_of(message):
        case Reason.FLAPPING:
            return (
                f"It comes and goes. You are told once; it is held until it has been calm for {duration(CALM)} or more."
            )
        case Reason.UNMUTED:
            return f"{_kept_back(message.alert)} It began {open_for(message)} ago and is still open."
        case Reason.ESCALATED:
            return f"It got worse and is {message.alert.severity} now; it began {open_for(message)} ago."
        case Reason.RESOLVED:
            return _ending(message, zone)
        case Reason.OPENED:
            return f"New since {_times(message.at, zone, message.alert.severity)}."
        case reason:
            return _not_settled(reason, open_for(message), message.by)


def deed_of(reason: Reason, by: str | None) -> str:
    """`Zoe gave it back`; empty if no person brought the step about."""
    who = one_line(by or "", _MAX_NAME)
    match reason:
        case Reason.REOPENED:
            return f"{who or 'Somebody'} opened it again"
        case Reason.ACKNOWLEDGEMENT_EXPIRED if who:
            return f"{who} gave it back"
        case _:
            return ""


def _not_settled(reason: Reason, length: str, by: str | None) -> str:
    deed = deed_of(reason, by)
    match reason:
        case Reason.UNANSWERED:
            return f"Nobody has acknowledged it for {length}, so more people hear of it now."
        case Reason.ACKNOWLEDGEMENT_EXPIRED:
            what = f"{deed}, and" if deed else "Somebody took it on, but"
            return f"{what} it is still open after {length}. Reminders go on from here."
        case Reason.REOPENED:
            return f"{deed}; it first began {length} ago."
        case Reason.ACKNOWLEDGED:
            return f"It began {length} ago."
        case _:
            return f"It has lasted {length}, and nobody has acknowledged it yet."


def _kept_back(alert: AlertSnapshot) -> str:
    if alert.silenced_by is not None:
        return "The maintenance window is over, which kept this back."
    if alert.inhibited_by is not None:
        cause = " ".join(one_line(alert.inhibited_by, _MAX_NAME).replace("_", " ").split(":"))
        return f"It was kept back while '{cause}' explained it, which no longer does."
    return "It was kept back until now."


def _ending(message: TransitionMessage, zone: ZoneInfo) -> str:
    alert = message.alert
    if not (isinstance(message, AlertMessage) and message.unheard):
        return f"It is over: {_closed_by(alert)}."
    began, over = (_moments(at, zone) for at in (alert.timestamp, message.at))
    return f"It lasted from {began} to {over} and is over: {_closed_by(alert)}. Nothing about it was told here before."


def _times(at: datetime, zone: ZoneInfo, severity: Severity) -> str:
    """What is low may have waited for days."""
    if severity is Severity.LOW:
        return _moments(at, zone)
    told = clock_time(at, UTC_ZONE)
    return told if zone.key == "UTC" else f"{told} ({clock_time(at, zone)})"


def _moments(at: datetime, zone: ZoneInfo) -> str:
    told = moment(at, UTC_ZONE)
    return told if zone.key == "UTC" else f"{told} ({moment(at, zone)})"


def _closed_by(alert: AlertSnapshot) -> str:
    match alert.resolved_by or RESOLVED_BY_CHECK:
        case by if by == RESOLVED_BY_CHECK:
            return "the check saw it good again"
        case by if by == LINK_ACTOR:
            return "somebody closed it through the link in a mail"
        case by:
            return f"{one_line(by, _MAX_NAME)} closed it"
