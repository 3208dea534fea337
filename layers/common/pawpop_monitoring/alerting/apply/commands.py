"""What people do to alerts: create, acknowledge, resolve, reopen."""

from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.apply.writer import Decide, DecisionWriter
from pawpop_monitoring.alerting.decide.actions import acknowledge, reopen
from pawpop_monitoring.alerting.decide.engine import decide_bad, resolve
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules.patience import CONFIRMED


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
        """The alert with that id; without the store, one that the standby store knows to be open."""
        try:
            return self.store.find(alert_id)
        except StoreUnavailableError:
            return self.degraded.find(alert_id)

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Take the alert on; its reminders stop. Works without the store as well."""
        try:
            alert = self._find(alert_id)
            return self._carry_out(
                alert.fingerprint, lambda state: acknowledge(state, _current(state, alert), by, now), now
            )
        except StoreUnavailableError:
            return self.degraded.acknowledge(alert_id, by, now)

    def resolve(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Close the alert by hand."""
        alert = self._find(alert_id)
        if alert.resolved:
            raise ConflictError("The alert is resolved already.")
        return self._carry_out(alert.fingerprint, lambda state: resolve(state, _current(state, alert), now, by), now)

    def reopen(self, alert_id: str, now: datetime) -> Alert:
        """Open a resolved alert again."""
        alert = self._find(alert_id)
        return self._carry_out(alert.fingerprint, lambda state: reopen(state, _current(state, alert), now), now)

    def _find(self, alert_id: str) -> Alert:
        alert = self.store.find(alert_id)
        if alert is None:
            raise NotFoundError(f"There is no alert with the id {alert_id!r}.")
        return alert

    def _carry_out(self, fingerprint: str, decide: Decide, now: datetime) -> Alert:
        state = self.writer.load([fingerprint])[fingerprint]
        decision = self.writer.write(state, decide, now)
        self.outbox.flush()
        if decision.after.alert is None:
            raise ConflictError("The alert was closed at the same moment. Look at it again.")
        return decision.after.alert


def _current(state: RuleState, found: Alert) -> Alert:
    """The alert as the state has it, or, once it is closed, as it was found."""
    return state.alert if state.alert is not None and state.alert.id == found.id else found
