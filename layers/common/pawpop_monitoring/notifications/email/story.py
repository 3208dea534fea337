"""What a mail tells of one transition, as plain values; a pure function of the message and the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.engine import RESOLVED_BY_CHECK
from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.email.figures import duration, moment, quantity
from pawpop_monitoring.notifications.email.palette import BY_SEVERITY, RESOLVED, Palette
from pawpop_monitoring.notifications.email.plain_text import describe, label, one_line
from pawpop_monitoring.notifications.next_steps.catalogue import NextSteps, next_steps_for

MAX_MESSAGE = 500
MAX_VALUE = 200
MAX_KEY = 60
MAX_NAME = 80
MAX_ROWS = 20
_UTC = ZoneInfo("UTC")
_ABSURD = 1e100
_SAFE_SCHEMES = ("https://", "http://")
_NUMBERS = ("value", "threshold", "unit")


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; `also` is the same moment by the local clock."""

    name: str
    value: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The number that broke the rule, and the limit that it broke."""

    value: str
    limit: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything that the templates show; each text is one line of bounded length, not yet escaped."""

    resolved: bool
    badge: str
    palette: Palette
    service: str
    headline: str
    lead: str
    reading: Reading | None
    facts: tuple[Row, ...]
    evidence: tuple[Row, ...]
    left_out: int
    steps: NextSteps | None
    dashboard_url: str
    alert_id: str


def tell(message: AlertMessage, zone: ZoneInfo, dashboard_url: str) -> Story:
    """The story of `message`."""
    alert = message.alert
    resolved = message.kind is TransitionKind.RESOLVED
    rows = {key: value for key, value in alert.details.items() if not _is_number(alert.details, key)}
    return Story(
        resolved=resolved,
        badge="RESOLVED" if resolved else alert.severity.upper(),
        palette=RESOLVED if resolved else BY_SEVERITY[alert.severity],
        service=one_line(alert.service, MAX_NAME),
        headline=one_line(alert.message, MAX_MESSAGE),
        lead=_lead(message),
        reading=_reading(alert.details),
        facts=tuple(_facts(message, zone)),
        evidence=tuple(
            Row(label(key, MAX_KEY), describe(value, MAX_VALUE)) for key, value in islice(rows.items(), MAX_ROWS)
        ),
        left_out=max(0, len(rows) - MAX_ROWS),
        steps=None if resolved else next_steps_for(alert.service, alert.rule),
        dashboard_url=dashboard_url if dashboard_url.startswith(_SAFE_SCHEMES) else "",
        alert_id=one_line(alert.id, MAX_NAME),
    )


def open_for(message: AlertMessage) -> str:
    """How long the alert had been open when this was told."""
    return duration(message.at - message.alert.timestamp)


def _lead(message: AlertMessage) -> str:
    match message.kind:
        case TransitionKind.OPENED:
            return "This is new."
        case TransitionKind.ESCALATED:
            return f"This got worse and is {message.alert.severity} now; it began {open_for(message)} ago."
        case TransitionKind.REMINDED:
            return f"This is still so after {open_for(message)}, and nobody has acknowledged it."
        case TransitionKind.RESOLVED:
            return f"This is over. It lasted {open_for(message)}; {_closed_by(message.alert)}."


def _closed_by(alert: AlertSnapshot) -> str:
    by = alert.resolved_by or RESOLVED_BY_CHECK
    return "the check saw it good again" if by == RESOLVED_BY_CHECK else f"{one_line(by, MAX_NAME)} closed it"


def _reading(details: Mapping[str, Any]) -> Reading | None:
    value, threshold = _real(details.get("value")), _real(details.get("threshold"))
    if value is None or threshold is None:
        return None
    unit = one_line(str(details.get("unit") or ""), MAX_NAME)
    relation = "above" if value > threshold else "below" if value < threshold else "at"
    return Reading(quantity(value, unit), quantity(threshold, unit), relation)


def _facts(message: AlertMessage, zone: ZoneInfo) -> list[Row]:
    alert = message.alert
    moments = [("Since", alert.timestamp)]
    moments += [("Last seen", alert.last_seen)] if alert.last_seen != alert.timestamp else []
    moments += [("Over since", alert.resolved_at)] if alert.resolved_at else []
    rows = [Row(name, moment(at, _UTC), "" if zone.key == "UTC" else moment(at, zone)) for name, at in moments]
    checks = "once" if alert.occurrences == 1 else f"{alert.occurrences} times"
    return [
        *rows,
        Row("Seen", checks),
        Row("Rule", one_line(f"{alert.service}: {label(alert.rule, MAX_KEY)}", 150)),
    ]


def _is_number(details: Mapping[str, Any], key: str) -> bool:
    """True for what is shown as the reading already."""
    return key in _NUMBERS and _reading(details) is not None


def _real(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _ABSURD:
        return float(value)
    return None
