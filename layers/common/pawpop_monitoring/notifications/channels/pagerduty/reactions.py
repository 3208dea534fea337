"""What was done at PagerDuty, done here: webhooks come more than once, late and in any order.

What PagerDuty has by now is noted where the channel keeps the alert's incidents, before it is done here. So the step
that follows finds it there, and nothing goes back to where it came from.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from aws_lambda_powertools import Logger

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.contracts.pagerduty_event import (
    ACKNOWLEDGED,
    ANNOTATED,
    REOPENED,
    RESOLVED,
    TRIGGERED,
    UNACKNOWLEDGED,
    IncidentEvent,
)
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ConflictError, NotFoundError
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.pagerduty.heard import Heard, HeardOf
from pawpop_monitoring.notifications.content.plain_text import one_line

_logger = Logger(child=True)
_AUDIT = "audit"
"""The message of every line of the audit log, here as in the API."""
_OUR_KEY = re.compile(r"(alert_[\w.:-]+)(?:/(\d+))?")
_SOMEBODY = "somebody at PagerDuty"
_MAX_NAME, _MAX_NOTE = 80, 2000


class Alerts(Protocol):
    """What people do to alerts; `AlertCommands` is it."""

    def find(self, alert_id: str) -> Alert | None:
        """The alert, open or over."""
        ...

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Take it on."""
        ...

    def release(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Nobody is on it any more."""
        ...

    def resolve(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Close it."""
        ...

    def reopen(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Open it again."""
        ...

    def note(self, alert_id: str, text: str, by: str, now: datetime) -> Alert:
        """Write it down."""
        ...


def _nothing(_message: AlertMessage) -> None:
    """PagerDuty is told nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reactions:
    """Does what `IncidentEvent` tells; `news_at` answers when an alert was last told as opened or worse.

    `tell_there` tells PagerDuty alone. What raises StoreUnavailableError is to be tried again.
    """

    alerts: Alerts
    heard: HeardOf
    news_at: Callable[[str], datetime | None]
    clock: Clock
    tell_there: Callable[[AlertMessage], None] = _nothing

    def carry_out(self, body: str, _attempt: int = 1) -> None:
        """One message of the queue; ValueError for what is no event."""
        event = IncidentEvent.decoded(body)
        alert_id, number = self._named(event)
        if not alert_id or event.kind == TRIGGERED:
            return
        if not event.person and event.kind != UNACKNOWLEDGED:
            _logger.debug("what we sent comes back, or PagerDuty did it by itself", event=event.id, kind=event.kind)
            return
        alert = self.alerts.find(alert_id)
        if alert is None:
            _logger.warning("nothing is known of an incident's alert", alert=alert_id, incident=event.incident)
            return
        if event.kind == ANNOTATED:
            self._note(event, alert)
            return
        self._follow(event, alert, number)

    def _named(self, event: IncidentEvent) -> tuple[str, int]:
        """The alert, and the number of its incident; empty for an incident that is none of ours."""
        key = event.key
        if key:
            self.heard.name(event.incident, key)
        else:
            key = self.heard.named(event.incident)
        found = _OUR_KEY.fullmatch(key)
        return (found[1], int(found[2] or 1)) if found else ("", 1)

    def _follow(self, event: IncidentEvent, alert: Alert, number: int) -> None:
        heard = self.heard.of(alert.id)
        if heard.is_later(event):
            _logger.info("something later was followed", alert=alert.id, event=event.id, kind=event.kind)
            return
        now = self.clock()
        is_last = self.heard.note_incident(alert.id, number, event)
        if self._is_outdated(event, alert, heard):
            _logger.info("something later is known", alert=alert.id, event=event.id, kind=event.kind)
            self._bring_up_to_date(event, alert, number, now)
            self.heard.keep(alert.id, heard, event)
            return
        if not is_last:
            _logger.info("of an earlier incident of the alert", alert=alert.id, event=event.id, kind=event.kind)
            self._end_there(event, alert, now)
            return
        done = False
        with suppress(ConflictError, NotFoundError):
            done = _DEEDS[event.kind](self, event, alert, now)
        self.heard.keep(alert.id, heard, event, now if done else None)

    def _is_outdated(self, event: IncidentEvent, alert: Alert, heard: Heard) -> bool:
        """It opened again here, got worse or was taken on after that, and not since PagerDuty said so."""
        at = datetime.fromtimestamp(event.at, UTC)
        changes = [self.news_at(alert.id)]
        if event.kind == UNACKNOWLEDGED:
            changes.append(alert.acknowledged_at)
        brought_about = heard.done.values()
        return any(each is not None and each > at and each not in brought_about for each in changes)

    def _bring_up_to_date(self, event: IncidentEvent, alert: Alert, number: int, now: datetime) -> None:
        """What came later here holds there too, although nobody here knew how it stood there."""
        match alert.status:
            case AlertStatus.RESOLVED:
                self._end_there(event, alert, now)
            case AlertStatus.ACKNOWLEDGED if event.kind in {UNACKNOWLEDGED, REOPENED}:
                self.tell_there(_for_pagerduty(event, alert, now, TransitionKind.ACKNOWLEDGED))
            case AlertStatus.OPEN if event.kind == ACKNOWLEDGED:
                self._ring(event, alert, number, now)

    def _acknowledge(self, event: IncidentEvent, alert: Alert, now: datetime) -> bool:
        if alert.status is AlertStatus.OPEN:
            self.alerts.acknowledge(alert.id, _name(event), now)
            self._record(event, "acknowledge", alert)
            return True
        self._end_there(event, alert, now)
        return False

    def _release(self, event: IncidentEvent, alert: Alert, now: datetime) -> bool:
        if alert.status is AlertStatus.ACKNOWLEDGED:
            self.alerts.release(alert.id, _name(event), now)
            self._record(event, "release", alert)
            return True
        self._end_there(event, alert, now)
        return False

    def _resolve(self, event: IncidentEvent, alert: Alert, now: datetime) -> bool:
        if alert.resolved:
            return False
        self.alerts.resolve(alert.id, _name(event), now)
        self._record(event, "resolve", alert)
        return True

    def _reopen(self, event: IncidentEvent, alert: Alert, now: datetime) -> bool:
        """One that somebody took on meanwhile rings again over there, so nobody is on it.

        Where the condition has a newer alert, that one has an incident of its own, so this one is ended there again.
        """
        if not alert.resolved:
            return self._release(event, alert, now)
        try:
            self.alerts.reopen(alert.id, _name(event), now)
        except ConflictError:
            self._end_there(event, self.alerts.find(alert.id) or alert, now)
            return False
        self._record(event, "reopen", alert)
        return True

    def _ring(self, event: IncidentEvent, alert: Alert, number: int, now: datetime) -> None:
        """What is new here since it was taken on there, of which nobody here knew, rang nobody there."""
        is_taken_on = self.heard.is_taken_on(alert.id, number)
        if is_taken_on and not (alert.silenced_by or alert.inhibited_by):
            self.tell_there(_for_pagerduty(event, alert, now, TransitionKind.REMINDED))

    def _end_there(self, event: IncidentEvent, alert: Alert, now: datetime) -> None:
        """What is over here, and may not be there: an end too many changes nothing."""
        if alert.resolved:
            self.tell_there(_for_pagerduty(event, alert, now, TransitionKind.RESOLVED))

    def _note(self, event: IncidentEvent, alert: Alert) -> None:
        """Dated by when it was written, so that a copy of it is known as one."""
        text = event.text.strip()[:_MAX_NOTE]
        if text:
            self.alerts.note(alert.id, text, _name(event), datetime.fromtimestamp(event.at, UTC))
            self._record(event, "note", alert)

    def _record(self, event: IncidentEvent, action: str, alert: Alert) -> None:
        _logger.info(_AUDIT, action=action, target=alert.id, by=_name(event), incident=event.incident)


_DEEDS: Mapping[str, Callable[[Reactions, IncidentEvent, Alert, datetime], bool]] = {
    ACKNOWLEDGED: Reactions._acknowledge,  # noqa: SLF001  they are its own
    UNACKNOWLEDGED: Reactions._release,  # noqa: SLF001
    RESOLVED: Reactions._resolve,  # noqa: SLF001
    REOPENED: Reactions._reopen,  # noqa: SLF001
}


def _name(event: IncidentEvent) -> str:
    return one_line(event.name, _MAX_NAME) or (_SOMEBODY if event.person else "PagerDuty")


def _for_pagerduty(event: IncidentEvent, alert: Alert, now: datetime, kind: TransitionKind) -> AlertMessage:
    """How the alert stands, under a key of its own, the same for each copy of `event`."""
    copy = hashlib.sha256(event.id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return AlertMessage(
        key=f"{alert.id}/{copy}-{kind}",
        kind=kind,
        at=now,
        alert=AlertSnapshot.of(alert),
        previous_notified_at=alert.notified_at,
        previous_notified_severity=alert.notified_severity,
    )
