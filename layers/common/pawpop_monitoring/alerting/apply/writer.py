"""Writing one decision: keep back what must not be told, save with compare-and-set, mirror."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.identity import alert_id_of
from pawpop_monitoring.alerting.decide.inhibition import Muting, causes_of, mute, muting_of, still_inhibits
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.mirror import Standby
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import ConflictError

_logger = logging.getLogger(__name__)
_MAX_RACES = 8

type Decide = Callable[[RuleState], Decision]
"""A decision that can be taken again on a newer state, after a lost race."""


@dataclass(frozen=True, slots=True)
class DecisionWriter:
    """Carries one decision at a time into the alert store."""

    store: AlertStore
    standby: Standby

    def load(self, fingerprints: Collection[str]) -> Mapping[str, RuleState]:
        """The state of each fingerprint, with what happened while the store was away."""
        return self.reconciled(self.store.load(fingerprints))

    def reconciled(self, states: Mapping[str, RuleState]) -> Mapping[str, RuleState]:
        """These states, with what happened while the store was away."""
        services = {fingerprint.partition(":")[0] for fingerprint in states}
        return self.standby.reconcile(self.store, services.pop() if len(services) == 1 else None, states)

    def write(self, state: RuleState, decide: Decide, now: datetime) -> Decision:
        """Decide on `state` and store the outcome, anew as often as somebody else was faster."""
        for _ in range(_MAX_RACES):
            decision = self._muted(decide(state), state, now)
            if decision.after == state or self.store.save(state, decision.after, decision.transition):
                self._settle(decision)
                return decision
            state = self.load([state.fingerprint])[state.fingerprint]
        raise ConflictError(f"{state.fingerprint} was changed {_MAX_RACES} times while it was decided on")

    def _muted(self, decision: Decision, state: RuleState, now: datetime) -> Decision:
        """Looked up only when something would be told, which is rare."""
        alert = decision.after.alert
        if decision.transition is None or alert is None:
            return decision
        return mute(decision, state.alert, self._muting(alert, now))

    def _muting(self, alert: Alert, now: datetime) -> Muting | None:
        causes = causes_of(alert.service, alert.rule)
        states = self.store.load(causes) if causes else {}
        felt = [
            name for name, state in states.items() if (last := self._last(state)) and still_inhibits(last, alert, now)
        ]
        return muting_of(alert, self.standby.active_silences(now), felt, now)

    def _last(self, state: RuleState) -> Alert | None:
        """The alert that is open, or the last one that was."""
        if state.alert is not None or not state.opens:
            return state.alert
        return self.store.find(alert_id_of(state.fingerprint, max(state.opens)))

    def _settle(self, decision: Decision) -> None:
        level = logging.DEBUG if decision.reason is Reason.QUIET else logging.INFO
        _logger.log(level, "%s: %s", decision.after.fingerprint, decision.reason)
        if decision.after.alert is not None:
            self.standby.follow(decision.after.alert, decision.transition)
