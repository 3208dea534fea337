"""Carries an observation out: load and sync, decide, mute, save, publish; or degraded without the alert store."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.writer import DecisionWriter
from pawpop_monitoring.alerting.decide.decision import Decision
from pawpop_monitoring.alerting.decide.engine import decide_bad, decide_good
from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL, policy_for
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AlertProcessor:
    """Turns observations into alerts, whether or not the alert store answers; `interval` is that of the checks."""

    writer: DecisionWriter
    outbox: Outbox
    degraded: DegradedAlerting
    interval: timedelta = USUAL_INTERVAL

    def process(self, observation: Observation) -> None:
        """Decide on all rules; on return each transition is in AlertQueue, or stored to get there."""
        try:
            self._process(observation)
        except StoreUnavailableError as error:
            _logger.warning("alert store unavailable, alerting without it: %s", error)
            self.degraded.process(observation)

    def _process(self, observation: Observation) -> None:
        findings = {finding.fingerprint: finding for finding in observation.findings}
        now = observation.observed_at
        states = self.writer.load([*findings, *observation.cleared])
        # In the order of the findings: what explains another is decided on before it.
        for fingerprint in filter(states.__contains__, [*findings, *observation.cleared]):
            self.writer.write(states[fingerprint], partial(self._decide, findings.get(fingerprint), now), now)
        self.outbox.flush()

    def _decide(self, finding: Finding | None, now: datetime, state: RuleState) -> Decision:
        service, rule, *_ = state.fingerprint.split(":")
        policy = policy_for(service, rule, self.interval)
        return decide_bad(state, finding, now, policy) if finding else decide_good(state, now, policy)
