"""Runs the clock: reminders, escalation, acknowledgements that run out, and summaries after a silence."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.apply.silence_notices import SilenceNotices
from pawpop_monitoring.alerting.apply.writer import DecisionWriter
from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL
from pawpop_monitoring.alerting.decide.reminders import decide_time
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.alerting.standby.sync import sync
from pawpop_monitoring.domain.errors import ConflictError, StoreUnavailableError

_logger = logging.getLogger(__name__)
_MOST_ALERTS = 500
_RUNS_BACK = 2.5


@dataclass(frozen=True, slots=True)
class Timekeeper:
    """Looks at all open alerts, each `interval`; a run too many or too late does no harm.

    With `notices`, it is told as well when a silence of what people know begins or ends by itself.
    """

    store: AlertStore
    writer: DecisionWriter
    outbox: Outbox
    degraded: DegradedAlerting
    acknowledgement_lasts: timedelta
    notices: SilenceNotices | None = None
    interval: timedelta = USUAL_INTERVAL

    def run(self, now: datetime) -> int:
        """Tell what is due; how many alerts were looked at, or 0 without the store."""
        try:
            return self._run(now)
        except StoreUnavailableError as error:
            _logger.warning("alert store unavailable, reminding without it: %s", error)
            self.degraded.remind(now)
            self._tell_of_silences(now)
            return 0

    def _run(self, now: datetime) -> int:
        states: Mapping[str, RuleState] = {state.fingerprint: state for state in self.store.open_states(_MOST_ALERTS)}
        states = {**states, **self._held_in_standby_only(states)}
        states = sync(self.store, self.writer.standby, states)
        self._write(replace(self.writer, standby=self.writer.standby.for_one_run()), states.values(), now)
        self.outbox.flush()
        if any(state.alert is not None and state.alert.notified_at is not None for state in states.values()):
            self._tell_of_silences(now)
        return len(states)

    def _tell_of_silences(self, now: datetime) -> None:
        """One run may be left out, and the next still tells."""
        if self.notices is not None:
            self.notices.tell_due(now, _RUNS_BACK * self.interval)

    def _held_in_standby_only(self, states: Mapping[str, RuleState]) -> Mapping[str, RuleState]:
        """Opened or closed while the store was away, or closed by somebody who died before the standby heard of it."""
        strays = {entry.alert.fingerprint for entry in self.writer.standby.entries()} - states.keys()
        return self.store.load(strays) if strays else {}

    def _write(self, writer: DecisionWriter, states: Iterable[RuleState], now: datetime) -> None:
        for state in states:
            try:
                writer.write(state, lambda seen: self._decide(seen, now), now)
            except ConflictError as error:
                _logger.warning("left to the next run: %s", error)

    def _decide(self, state: RuleState, now: datetime) -> Decision:
        if state.alert is None:
            return Decision(reason=Reason.QUIET, after=state)
        return decide_time(state, state.alert, now, self.acknowledgement_lasts)
