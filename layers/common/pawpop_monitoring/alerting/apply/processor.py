"""Carries an observation out: load and sync, decide, mute, save, publish; or degraded without the alert store."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.writer import Decide, DecisionWriter, SaveInDoubtError
from pawpop_monitoring.alerting.decide.decision import Decision
from pawpop_monitoring.alerting.decide.engine import decide_bad, decide_good, decide_unclear
from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL, policy_for
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.domain.errors import ConflictError, StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.rules import UndeclaredRuleError
from pawpop_monitoring.domain.rules.patience import CONFIRMED, Policy

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
        self.process_all([observation])

    def process_all(self, observations: Iterable[Observation]) -> None:
        """The same for each; a store that one of them waited for in vain is not waited for again."""
        away = False
        for observation in observations:
            away = away or not self._processed(observation)
            if away:
                self.degraded.process(observation)

    def _processed(self, observation: Observation) -> bool:
        try:
            self._process(observation)
        except StoreUnavailableError as error:
            _logger.warning("alert store unavailable, alerting without it: %s", error)
            if isinstance(error, SaveInDoubtError):
                self.degraded.hold(error.decision, observation.observed_at)
            return False
        return True

    def _process(self, observation: Observation) -> None:
        findings = {finding.fingerprint: finding for finding in observation.findings}
        now = observation.observed_at
        judged = dict.fromkeys([*findings, *observation.cleared, *observation.unclear])
        states = self.writer.load(judged)
        # In the order of the findings: what explains another is decided on before it.
        for fingerprint in filter(states.__contains__, judged):
            self._write(states[fingerprint], partial(self._decide, observation, findings.get(fingerprint)), now)
        self.outbox.flush()

    def _write(self, state: RuleState, decide: Decide, now: datetime) -> None:
        """One rule that others change all the time holds up none of the others."""
        try:
            self.writer.write(state, decide, now)
        except ConflictError as error:
            _logger.warning("left to the next check: %s", error)

    def _decide(self, observation: Observation, finding: Finding | None, state: RuleState) -> Decision:
        policy, now = self._policy(state.fingerprint), observation.observed_at
        if finding is not None:
            return decide_bad(state, finding, now, policy)
        decide = decide_good if state.fingerprint in observation.cleared else decide_unclear
        return decide(state, now, policy)

    def _policy(self, fingerprint: str) -> Policy:
        """A rule that somebody forgot to declare is told at once, rather than never."""
        service, rule, *_ = fingerprint.split(":")
        try:
            return policy_for(service, rule, self.interval)
        except UndeclaredRuleError:
            _logger.exception("%s is judged without patience", fingerprint)
            return CONFIRMED
