"""How an alert stands, in a sentence that is true for as long as it stands so."""

from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.decide.resolution import RESOLVED_BY_CHECK
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.figures import UTC_ZONE, clock_time, moment
from pawpop_monitoring.notifications.content.plain_text import one_line

_MAX_NAME = 80
_SOMEBODY = "Somebody"
_MUTED: Mapping[str, str] = MappingProxyType(
    {Reason.SILENCED: "silenced for now", Reason.INHIBITED: "kept back while another alert explains it"}
)


def status_line(alert: AlertView, zone: ZoneInfo = UTC_ZONE) -> str:
    """`Ann is on it since 03:12 UTC`, times by the clock of `zone`."""
    match alert.status:
        case AlertStatus.ACKNOWLEDGED:
            since = f" since {clock_time(alert.acknowledged_at, zone)}" if alert.acknowledged_at else ""
            return f"{_who(alert.acknowledged_by)} is on it{since}"
        case AlertStatus.RESOLVED:
            return _over(alert, zone)
        case _:
            return "Open, and nobody is on it yet"


def standing_of(message: AlertMessage, zone: ZoneInfo = UTC_ZONE) -> str:
    """The same of what `message` tells, and until when it is silenced, if it is."""
    silence = silence_of(message, zone)
    return status_line(message.alert, zone) + (f"; {silence}" if silence else "")


def silence_of(message: AlertMessage, zone: ZoneInfo = UTC_ZONE) -> str:
    """`silenced until 04:12 UTC by Ann`, with the day if that is another; empty if nothing keeps the alert quiet."""
    silence = message.silence
    if silence is None:
        return _MUTED.get(_muted_by(message) or "", "") if message.kind is TransitionKind.SILENCED else ""
    is_today = silence.until.astimezone(zone).date() == message.at.astimezone(zone).date()
    until = (clock_time if is_today else moment)(silence.until, zone)
    return f"silenced until {until} by {_who(silence.by).replace(_SOMEBODY, _SOMEBODY.lower())}"


def _muted_by(message: AlertMessage) -> Reason | None:
    """Of what a person did, why else nobody hears of it stands in the alert."""
    if not message.by:
        return message.reason
    return Reason.SILENCED if message.alert.silenced_by else Reason.INHIBITED


def _over(alert: AlertView, zone: ZoneInfo) -> str:
    if alert.resolved_at is None:
        return "Over"
    lasted = duration(alert.resolved_at - alert.timestamp)
    by = "" if alert.resolved_by in {None, RESOLVED_BY_CHECK} else f", closed by {_who(alert.resolved_by)}"
    return f"Over since {clock_time(alert.resolved_at, zone)}, after {lasted}{by}"


def _who(name: str | None) -> str:
    return one_line(name or "", _MAX_NAME) or _SOMEBODY
