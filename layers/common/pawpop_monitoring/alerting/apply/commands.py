"""What people do to alerts: create, acknowledge, resolve, reopen, write a note."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.apply.writer import Decide, DecisionWriter, SaveInDoubtError
from pawpop_monitoring.alerting.decide.actions import acknowledge, close, release, reopen
from pawpop_monitoring.alerting.decide.decision import Decision
from pawpop_monitoring.alerting.decide.engine import decide_bad
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules.patience import CONFIRMED

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AlertCommands:
    """Changes to alerts that a person asks for."""

    store: AlertStore
    writer: DecisionWriter
    outbox: Outbox
    degraded: DegradedAlerting

    def create(self, finding: Finding, now: datetime) -> Alert:
        """Open an alert for `finding`, or count it on the open one; works without the store as well."""
        try:
            return self._carry_out(finding.fingerprint, lambda state: decide_bad(state, finding, now, CONFIRMED), now)
        except StoreUnavailableError:
            return self.degraded.open(finding, now)

    def find(self, alert_id: str) -> Alert | None:
        """The alert with that id; without the store, one that the standby store knows."""
        try:
            return self._known(alert_id)
        except StoreUnavailableError:
            return self.degraded.actions.find(alert_id)

    def existing(self, alert_id: str) -> Alert:
        """The same; NotFoundError if there is none."""
        return _existing(self.find(alert_id), alert_id)

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Take the alert on; its reminders stop. Works without the store as well."""
        try:
            return self._act(alert_id, lambda state, alert: acknowledge(state, alert, by, now), now)
        except StoreUnavailableError:
            return self.degraded.actions.acknowledge(alert_id, by, now)

    def release(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Nobody is on the alert any more, so it is open and reminded of. Works without the store as well."""
        try:
            return self._act(alert_id, lambda state, alert: release(state, alert, by, now), now)
        except StoreUnavailableError:
            return self.degraded.actions.release(alert_id, by, now)

    def resolve(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Close the alert by hand. Works without the store as well."""
        try:
            return self._act(alert_id, lambda state, alert: close(state, alert, by, now), now)
        except StoreUnavailableError:
            return self.degraded.actions.resolve(alert_id, by, now)

    def reopen(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Open a resolved alert again. Works without the store for one that was resolved without it."""
        try:
            return self._act(alert_id, lambda state, alert: reopen(state, alert, by, now), now)
        except StoreUnavailableError:
            return self.degraded.actions.reopen(alert_id, by, now)

    def note(self, alert_id: str, text: str, by: str, now: datetime) -> Alert:
        """Write down `text` about an alert, open or resolved; nobody is told. Works without the store as well."""
        note = Note.of(alert_id, text, by, now)
        try:
            alert = _existing(self._known(alert_id), alert_id)
            self.store.add_note(note)
            self.degraded.standby.announce()
        except StoreUnavailableError:
            alert = self.degraded.actions.find(alert_id)
            self.degraded.note(note)
        return alert

    def _act(self, alert_id: str, action: Callable[[RuleState, Alert], Decision], now: datetime) -> Alert:
        known = _existing(self._known(alert_id), alert_id)
        try:
            return self._carry_out(known.fingerprint, lambda state: action(state, self._current(state, alert_id)), now)
        except SaveInDoubtError as error:
            return self.degraded.actions.carry_out(error.decision, now)

    def _known(self, alert_id: str) -> Alert | None:
        """The alert with that id; one that opened without the store may not have come into it yet."""
        found = self.store.find(alert_id)
        if found is not None:
            return found
        entries = self.degraded.standby.entries()
        return next((entry.present for entry in entries if entry.alert.id == alert_id), None)

    def _current(self, state: RuleState, alert_id: str) -> Alert:
        """The alert as it is now that both stores know the same: open in `state`, or closed."""
        if state.alert is not None and state.alert.id == alert_id:
            return state.alert
        return _existing(self.store.find(alert_id), alert_id)

    def _carry_out(self, fingerprint: str, decide: Decide, now: datetime) -> Alert:
        state = self.writer.load([fingerprint])[fingerprint]
        decision = self.writer.write(state, decide, now)
        self._flush()
        if decision.after.alert is None:
            raise ConflictError("The alert was closed at the same moment. Look at it again.")
        return decision.after.alert

    def _flush(self) -> None:
        """What was decided stands, whether or not it can be published now; the next run publishes it."""
        try:
            self.outbox.flush()
        except StoreUnavailableError as error:
            _logger.warning("the alert store went away after it was written: %s", error)


def _existing(alert: Alert | None, alert_id: str) -> Alert:
    if alert is None:
        raise NotFoundError(f"There is no alert with the id {alert_id!r}.")
    return alert
