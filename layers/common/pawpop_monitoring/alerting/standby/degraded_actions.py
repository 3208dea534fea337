"""What people do to alerts while the alert store is away.

The standby store has the last word until then, so it is not asked through the mirror: whoever acts must know if it
failed. `sync` brings what was done into the alert store.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pawpop_monitoring.alerting.apply.ports import AlertPublisher
from pawpop_monitoring.alerting.decide.actions import acknowledge, close, release, reopen
from pawpop_monitoring.alerting.decide.decision import Decision
from pawpop_monitoring.alerting.decide.inhibition import mute, muting_of
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.publishing import publish_fairly
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.transition import Transition


@dataclass(frozen=True, slots=True)
class DegradedActions:
    """Every method raises StoreUnavailableError if the standby store is away too, or does not know the alert.

    It knows what is open, and what was closed since the alert store went away.
    """

    standby: StandbyMirror
    alerts: AlertPublisher

    def find(self, alert_id: str) -> Alert:
        """The alert with that id."""
        return self._entry(alert_id).present

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Take an open alert on."""
        alert = self.find(alert_id)
        return self.carry_out(acknowledge(_state_of(alert), alert, by, now), now)

    def release(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Open an acknowledged alert again."""
        alert = self.find(alert_id)
        return self.carry_out(release(_state_of(alert), alert, by, now), now)

    def resolve(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Close an alert; its end is held for the alert store, and then told."""
        alert = self.find(alert_id)
        decision = close(_state_of(alert), alert, by, now)
        self.standby.remember(replace(self.standby.recall(alert.fingerprint), flapping_notified_at=None))
        return self.carry_out(decision, now)

    def reopen(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Open an alert again that was closed since the alert store went away."""
        entry = self._entry(alert_id)
        state = self._state_beside(entry.alert)
        return self.carry_out(self._muted(reopen(state, entry.alert, by, now), state, now), now)

    def carry_out(self, decision: Decision, now: datetime) -> Alert:
        """Keep what was decided for the alert store, whether or not that has heard of it, and tell it.

        What came before is published first: whoever kept that may not have come to it.
        """
        alert, store = _after(decision), self.standby.store
        before = next((entry for entry in store.entries(alert.service) if entry.alert.id == alert.id), None)
        self._publish(before.steps(now) if before and decision.transition else ())
        after = StandbyEntry(alert=alert, step=decision.transition, opening=before.told_opening if before else None)
        if alert.resolved:
            store.hold_end(alert, after.step, after.opening)
        else:
            store.put(alert, after.step)
            store.release_end(alert)
        self._publish(after.steps(now) if decision.transition else ())
        self._publish([decision.notice] if decision.notice else ())
        return alert

    def _entry(self, alert_id: str) -> StandbyEntry:
        for entry in self.standby.store.entries():
            if entry.alert.id == alert_id:
                return entry
        raise StoreUnavailableError("The alert can't be looked up while the database is down.")

    def _state_beside(self, closed: Alert) -> RuleState:
        """The state of its fingerprint: another alert of it may be open by now."""
        is_open = (alert for alert in self.standby.store.open_alerts(closed.service))
        newer = next((alert for alert in is_open if alert.fingerprint == closed.fingerprint), None)
        return RuleState(fingerprint=closed.fingerprint, alert=newer)

    def _muted(self, decision: Decision, state: RuleState, now: datetime) -> Decision:
        """A silence holds; what would inhibit the alert does not stop a person."""
        return mute(decision, state, muting_of(_after(decision), self.standby.active_silences(now), (), now))

    def _publish(self, steps: Iterable[Transition]) -> None:
        messages = [AlertMessage.of(step).model_copy(update={"alone": True}) for step in steps]
        if messages:
            publish_fairly(self.alerts, messages)


def _state_of(alert: Alert) -> RuleState:
    return RuleState(fingerprint=alert.fingerprint, alert=alert)


def _after(decision: Decision) -> Alert:
    if decision.after.alert is None:
        raise ValueError(f"{decision.after.fingerprint}: {decision.reason} leaves no alert")
    return decision.after.alert
