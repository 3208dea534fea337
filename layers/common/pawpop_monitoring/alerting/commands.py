"""What people do to alerts: create, acknowledge, resolve, reopen."""

from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.decision import Decision
from pawpop_monitoring.alerting.engine import decide_bad, resolve
from pawpop_monitoring.alerting.fallback import Fallback
from pawpop_monitoring.alerting.moves import acknowledge, reopen
from pawpop_monitoring.alerting.outbox import Outbox
from pawpop_monitoring.alerting.policy import CONFIRMED
from pawpop_monitoring.alerting.ports import AlertStore
from pawpop_monitoring.alerting.standby import Standby
from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding

_LOST_RACE = "The alert was changed at the same moment. Look at it again, then repeat the action."


@dataclass(frozen=True, slots=True)
class AlertCommands:
    """Changes to alerts that a person asks for."""

    store: AlertStore
    standby: Standby
    outbox: Outbox
    fallback: Fallback

    def create(self, finding: Finding, now: datetime) -> Alert:
        """Open an alert for `finding`, or count it on the open one; works without the store as well."""
        try:
            state = self._state(finding.fingerprint)
            return self._carry_out(state, decide_bad(state, finding, now, CONFIRMED))
        except StoreUnavailableError:
            return self.fallback.open(finding, now)

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Take the alert on; its reminders stop."""
        alert, state = self._find(alert_id)
        return self._carry_out(state, acknowledge(state, alert, by, now))

    def resolve(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Close the alert by hand."""
        alert, state = self._find(alert_id)
        if alert.resolved:
            raise ConflictError("The alert is resolved already.")
        return self._carry_out(state, resolve(state, alert, now, by))

    def reopen(self, alert_id: str, now: datetime) -> Alert:
        """Open a resolved alert again."""
        alert, state = self._find(alert_id)
        return self._carry_out(state, reopen(state, alert, now))

    def _find(self, alert_id: str) -> tuple[Alert, RuleState]:
        alert = self.store.find(alert_id)
        if alert is None:
            raise NotFoundError(f"There is no alert with the id {alert_id!r}.")
        return alert, self._state(alert.fingerprint)

    def _state(self, fingerprint: str) -> RuleState:
        return self.store.load([fingerprint])[fingerprint]

    def _carry_out(self, state: RuleState, decision: Decision) -> Alert:
        if decision.after.alert is None or not self.store.save(state, decision.after, decision.transition):
            raise ConflictError(_LOST_RACE)
        self.standby.follow(decision.after.alert)
        self.outbox.flush()
        return decision.after.alert
