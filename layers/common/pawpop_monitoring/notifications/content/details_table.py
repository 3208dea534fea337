"""The tables of a mail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.decide.flapping import CALM
from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.service import label_of
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.detail_fields import told
from pawpop_monitoring.notifications.content.figures import UTC_ZONE, clock_time, moment
from pawpop_monitoring.notifications.content.headline import HEADLINE_KEYS, headline_of, number_of
from pawpop_monitoring.notifications.content.plain_text import label, one_line

MAX_NAME = 80
MAX_KEY = 60
MAX_ROWS = 20
_REASON = "reason"
"""Says all of a number that has no limit: 60 % may be what went well, or what did not."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; `also` is the same moment by the local clock."""

    name: str
    value: str
    also: str = ""


def evidence_of(details: Mapping[str, Any], zone: ZoneInfo = UTC_ZONE) -> tuple[tuple[Row, ...], int]:
    """The details as rows, moments by the clock of `zone`, and how many were left out for want of room.

    The reading is shown elsewhere, and what is not known nowhere.
    """
    number, rows = beside_headline(details)
    alone = [Row("Value", number)] if number else []
    shown = (*alone, *(Row(*told(key, value, zone)) for key, value in islice(rows.items(), MAX_ROWS)))
    return shown, max(0, len(rows) - MAX_ROWS)


def beside_headline(details: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
    """The number of a rule without a limit or a reason, with its unit, and what else is known."""
    has_headline = headline_of(details) is not None
    number = None if has_headline else number_of(details)
    elsewhere = HEADLINE_KEYS if has_headline or number else frozenset()
    rows = {key: value for key, value in details.items() if key not in elsewhere and value is not None}
    return (None if _REASON in rows else number), rows


def facts_of(message: TransitionMessage, zone: ZoneInfo) -> Iterator[Row]:
    """When it was, how often, and by which rule."""
    alert = message.alert
    moments = {"Since": alert.timestamp, "Last seen": alert.last_seen, "Over since": alert.resolved_at}
    for name, at in moments.items():
        if at and (name == "Since" or at != alert.timestamp):
            yield moment_row(name, at, zone)
    yield Row("Seen", "once" if alert.occurrences == 1 else f"{alert.occurrences} times")
    if alert.flapping and message.kind is not TransitionKind.RESOLVED:
        yield Row("Comes and goes", f"told once, held until calm for {duration(CALM)} or more")
    reading = headline_of(alert.details) if message.kind is TransitionKind.RESOLVED else None
    if reading:
        yield Row("Last value", f"{reading.value}, {reading.note}")
    yield Row("Rule", f"{one_line(label_of(alert.service), MAX_NAME)}: {label(alert.rule, MAX_KEY)}")


def changes_of(message: TransitionMessage, zone: ZoneInfo) -> Iterator[Row]:
    """What is different from the last mail about this alert; nothing for the first and for the last one."""
    if message.previous_notified_at is None or message.kind is TransitionKind.RESOLVED:
        return
    before, now = message.previous_notified_severity, message.alert.severity
    if before is not None:
        yield Row("Severity", f"still {now}" if before is now else f"{before} before, {now} now")
    previous = message.previous_notified_at
    since = f"{duration(message.at - previous)} before, at {clock_time(previous, UTC_ZONE)}"
    yield Row("Last mail", since, "" if zone.key == "UTC" else clock_time(previous, zone))


def moment_row(name: str, at: datetime, zone: ZoneInfo) -> Row:
    """A moment in UTC, and by the local clock where that differs."""
    return Row(name, moment(at, UTC_ZONE), "" if zone.key == "UTC" else moment(at, zone))
