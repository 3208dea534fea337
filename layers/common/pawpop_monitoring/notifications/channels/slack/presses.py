"""What a press does. Each may come twice, late, and after somebody else was faster."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from aws_lambda_powertools import Logger

from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.slack_press import ACKNOWLEDGE, RESOLVE, RUN_CHECK, SILENCE, STATUS, Press
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import ConflictError, InvalidRequestError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.service import CHECKED_SERVICES, label_of
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.notifications.channels.slack.mrkdwn import escaped
from pawpop_monitoring.notifications.channels.slack.permits import Permits
from pawpop_monitoring.notifications.channels.slack.responses import Respond
from pawpop_monitoring.notifications.content.figures import UTC_ZONE, clock_time
from pawpop_monitoring.notifications.content.plain_text import one_line
from pawpop_monitoring.notifications.content.status_line import status_line

_logger = Logger(child=True)
_AUDIT = "audit"
"""The message of every line of the audit log, here as in the API."""
_HOUR = timedelta(hours=1)
_PRESSED_TWICE = timedelta(minutes=1)
"""A silence that is longer by so little is none that a person means."""
_ANSWERED_FOR = timedelta(minutes=30)
"""So long Slack lets whoever pressed be answered."""
_MAX_NAME = 80
_MAX_ANSWER = 2000
_NOBODY = "Nothing is known of this alert any more."
_FORBIDDEN = "You may look, but not press: ask whoever runs the monitoring to put your id, {user}, into SLACK_ALLOWED."
_NOT_NOW = (
    "It can't be done right now, as neither the database nor what stands in for it answers. It is tried again for half"
    " an hour, and you are told."
)
_REOPENED = "It was opened again since then, so nothing was done. Look at the message as it is now."


class Alerts(Protocol):
    """What people do to alerts; `AlertCommands` is it."""

    def find(self, alert_id: str) -> Alert | None:
        """The alert, open or over."""
        ...

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Take it on."""
        ...

    def resolve(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Close it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Presses:
    """Does what `Press` asks for and tells whoever pressed what came of it.

    `run_check` has the check of a service run soon, NotFoundError if there is none; `opened_at` answers when an alert
    was last told as opened; `standing` says how all is, for the command. What raises StoreUnavailableError is to be
    tried again.
    """

    alerts: Alerts
    silences: SilenceCommands
    run_check: Callable[[str], None]
    opened_at: Callable[[str], datetime | None]
    standing: Callable[[], str]
    respond: Respond
    permits: Permits
    clock: Clock
    zone: ZoneInfo = UTC_ZONE

    def carry_out(self, body: str, attempt: int = 1) -> None:
        """One message of the queue, at its n-th attempt; ValueError for what is no press.

        Who pressed is told at once if it can't be done for now; it is given up once they can't be told of it any more.
        """
        press = Press.decoded(body)
        try:
            said = self._said(press)
        except StoreUnavailableError:
            if self.clock().timestamp() - press.at > _ANSWERED_FOR.total_seconds():
                _logger.exception("a press in Slack was given up", user=press.user, action=press.action)
                return
            if attempt == 1:
                self.respond(press.response_url, _NOT_NOW)
            raise
        self.respond(press.response_url, said)

    def _said(self, press: Press) -> str:
        """Escaped."""
        if not self.permits.let(press.team, press.user):
            _logger.warning("a press in Slack was refused", user=press.user, team=press.team, action=press.action)
            return escaped(_FORBIDDEN.format(user=press.user or "?"), _MAX_ANSWER)
        return self.standing() if press.action == STATUS else escaped(self._done(press), _MAX_ANSWER)

    def _done(self, press: Press) -> str:
        alert = self.alerts.find(press.alert)
        if alert is None:
            return _NOBODY
        if self._is_outdated(press):
            return _REOPENED
        do = _DEEDS.get(press.action)
        return do(self, press, alert) if do else "This button does nothing any more."

    def _is_outdated(self, press: Press) -> bool:
        opened_at = self.opened_at(press.alert)
        return opened_at is not None and opened_at > datetime.fromtimestamp(press.at, UTC)

    def acknowledge(self, press: Press, alert: Alert) -> str:
        """Take the alert on."""
        if alert.status is AlertStatus.OPEN:
            try:
                taken = self.alerts.acknowledge(alert.id, _name(press), self.clock())
            except (ConflictError, NotFoundError):
                return self._as_it_is(alert)
            self._record(press, "acknowledge", alert.id)
            return f"{status_line(AlertView.of(taken), self.zone)}. Nobody is reminded of it any more."
        return self._as_it_is(alert)

    def resolve(self, press: Press, alert: Alert) -> str:
        """Close the alert."""
        if alert.status is not AlertStatus.RESOLVED:
            try:
                closed = self.alerts.resolve(alert.id, _name(press), self.clock())
            except (ConflictError, NotFoundError):
                return self._as_it_is(alert)
            self._record(press, "resolve", alert.id)
            return f"{status_line(AlertView.of(closed), self.zone)}."
        return self._as_it_is(alert)

    def silence(self, press: Press, alert: Alert) -> str:
        """Keep quiet about what the alert is about, for an hour from the press on, or as long as it is already."""
        if alert.status is AlertStatus.RESOLVED:
            return self._as_it_is(alert)
        now, wanted = self.clock(), _silence(press, alert)
        known = [each for each in self.silences.all() if each.is_active(now) and each.mutes(alert)]
        longest = max(known, key=lambda each: each.ends_at, default=None)
        before = longest and f"until {clock_time(longest.ends_at, self.zone)}, by {_short(longest.created_by)}."
        if longest is not None and wanted.ends_at - longest.ends_at <= _PRESSED_TWICE:
            return f"It is silenced already, {before}"
        try:
            begun = self.silences.begin(wanted, now)
        except InvalidRequestError:
            return "The hour is over already, so nothing was silenced."
        self._record(press, "silence", alert.fingerprint)
        until = f"Silenced until {clock_time(begun.ends_at, self.zone)}"
        return f"{until}; it was {before}" if before else f"{until}."

    def check(self, press: Press, alert: Alert) -> str:
        """Look at the service now."""
        none = f"There is no check of {label_of(alert.service)} to run."
        if alert.service not in CHECKED_SERVICES:
            return none
        try:
            self.run_check(alert.service)
        except NotFoundError:
            return none
        self._record(press, "check", alert.service)
        return f"The check of {label_of(alert.service)} runs; if it changes anything, the message says so."

    def _as_it_is(self, before: Alert) -> str:
        """Somebody was faster, or this is a copy."""
        alert = self.alerts.find(before.id) or before
        return f"Nothing to do: {status_line(AlertView.of(alert), self.zone)}."

    def _record(self, press: Press, action: str, target: str) -> None:
        _logger.info(_AUDIT, action=action, target=target, by=_name(press), slack_user=press.user, team=press.team)


_DEEDS: Mapping[str, Callable[[Presses, Press, Alert], str]] = {
    ACKNOWLEDGE: Presses.acknowledge,
    RESOLVE: Presses.resolve,
    SILENCE: Presses.silence,
    RUN_CHECK: Presses.check,
}


def _name(press: Press) -> str:
    return _short(press.name) or press.user or "somebody in Slack"


def _short(name: str) -> str:
    return one_line(name, _MAX_NAME)


def _silence(press: Press, alert: Alert) -> Silence:
    """The same for each copy of a press."""
    begins = datetime.fromtimestamp(press.at, UTC)
    digest = hashlib.sha256("\n".join([press.alert, press.user, str(press.at)]).encode("utf-8", "surrogatepass"))
    return Silence(
        id=f"silence_{digest.hexdigest()[:20]}",
        starts_at=begins,
        ends_at=begins + _HOUR,
        reason="for an hour, from Slack",
        created_by=_name(press),
        created_at=begins,
        fingerprint=alert.fingerprint,
    )
