"""Carries decisions out: load, decide, save, publish; and what to do when the store can't be reached."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from pawpop_monitoring.alerting.decision import Decision, Reason
from pawpop_monitoring.alerting.engine import decide_bad, decide_good
from pawpop_monitoring.alerting.fallback import Fallback
from pawpop_monitoring.alerting.outbox import Outbox
from pawpop_monitoring.alerting.policy import policy_for
from pawpop_monitoring.alerting.ports import AlertStore
from pawpop_monitoring.alerting.standby import Standby
from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.domain.errors import ConflictError, StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation

_logger = logging.getLogger(__name__)
_MAX_RACES = 5


@dataclass(frozen=True, slots=True)
class AlertProcessor:
    """Turns observations into alerts, whether or not the alert store answers."""

    store: AlertStore
    standby: Standby
    outbox: Outbox
    fallback: Fallback

    def process(self, observation: Observation) -> None:
        """Decide on all rules; on return each transition is in AlertQueue, or stored to get there."""
        try:
            self._process(observation)
        except StoreUnavailableError as error:
            _logger.warning("alert store unavailable, alerting without it: %s", error)
            self.fallback.process(observation)

    def _process(self, observation: Observation) -> None:
        findings = {finding.fingerprint: finding for finding in observation.findings}
        fingerprints = [*findings, *observation.cleared]
        states = self._load(observation.service, fingerprints)
        for fingerprint in fingerprints:
            self._apply(observation, findings.get(fingerprint), states[fingerprint])
        self.outbox.flush()

    def _load(self, service: str, fingerprints: list[str]) -> Mapping[str, RuleState]:
        states = self.store.load(fingerprints)
        if self.standby.hand_over(self.store, service, states):
            return self.store.load(fingerprints)
        return states

    def _apply(self, observation: Observation, finding: Finding | None, state: RuleState) -> None:
        for _ in range(_MAX_RACES):
            decision = _decide(observation, finding, state)
            if decision.after == state or self.store.save(state, decision.after, decision.transition):
                self._mirror(decision)
                return
            state = self.store.load([state.fingerprint])[state.fingerprint]
        raise ConflictError(f"{state.fingerprint} was changed {_MAX_RACES} times while it was decided on")

    def _mirror(self, decision: Decision) -> None:
        level = logging.DEBUG if decision.reason is Reason.QUIET else logging.INFO
        _logger.log(level, "%s: %s", decision.after.fingerprint, decision.reason)
        if decision.after.alert is not None:
            self.standby.follow(decision.after.alert)


def _decide(observation: Observation, finding: Finding | None, state: RuleState) -> Decision:
    service, _, rule = state.fingerprint.partition(":")
    policy = policy_for(service, rule.partition(":")[0])
    if finding is None:
        return decide_good(state, observation.observed_at, policy)
    return decide_bad(state, finding, observation.observed_at, policy)
