"""Writing one decision: decide, mute, save with compare-and-set, mirror."""

import logging
import random
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.mutes import Mutes
from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.inhibition import mute
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.alerting.standby.sync import sync
from pawpop_monitoring.domain.errors import ConflictError, StoreUnavailableError

_logger = logging.getLogger(__name__)
_MAX_RACES = 40
_LONGEST_PAUSE = 0.1

type Decide = Callable[[RuleState], Decision]
"""A decision that can be taken again on a newer state, after a lost race."""


class SaveInDoubtError(StoreUnavailableError):
    """The store went away while `decision` was saved: it may have taken effect, or not."""

    def __init__(self, decision: Decision, reason: object) -> None:
        super().__init__(f"{decision.after.fingerprint} may be stored as {decision.reason}, or not: {reason}")
        self.decision = decision


@dataclass(frozen=True, slots=True)
class DecisionWriter:
    """Carries one decision at a time into the alert store; `pause` waits for so many seconds."""

    store: AlertStore
    standby: StandbyMirror
    pause: Callable[[float], None] = time.sleep

    def load(self, fingerprints: Collection[str]) -> Mapping[str, RuleState]:
        """The state of each fingerprint, with what happened while the store was away."""
        return sync(self.store, self.standby, self.store.load(fingerprints))

    def write(self, state: RuleState, decide: Decide, now: datetime) -> Decision:
        """Decide on `state` and store the outcome, anew as often as somebody else was faster.

        SaveInDoubtError if nobody can say whether it was stored.
        """
        for race in range(_MAX_RACES):
            decision = self._muted(decide(state), state, now)
            if decision.after == state or self._save(state, decision):
                _log(decision)
                self._mirror(state, decision)
                return decision
            self.pause(_pause_after(race))
            state = self.load([state.fingerprint])[state.fingerprint]
        raise ConflictError(f"{state.fingerprint} was changed {_MAX_RACES} times while it was decided on")

    def _save(self, state: RuleState, decision: Decision) -> bool:
        try:
            return self.store.save(state, decision.after, decision.transition or decision.notice)
        except StoreUnavailableError as error:
            raise SaveInDoubtError(decision, error) from error

    def _muted(self, decision: Decision, state: RuleState, now: datetime) -> Decision:
        alert = decision.after.alert
        if decision.transition is None or alert is None:
            return decision
        return mute(decision, state, Mutes(self.store, self.standby).of(alert, now))

    def _mirror(self, before: RuleState, decision: Decision) -> None:
        if decision.after.alert is not None:
            self.standby.follow(decision.after.alert, decision.transition)
        if _openings_of(decision.after) != _openings_of(before):
            self.standby.remember(decision.after)


def _pause_after(race: int) -> float:
    """Seconds: of a crowd that goes on at once, one gets through each time and all others have tried in vain."""
    return random.uniform(0, min(_LONGEST_PAUSE, 0.005 * 2**race))  # noqa: S311


def _openings_of(state: RuleState) -> tuple[object, ...]:
    return state.opens, state.flapping_notified_at


def _log(decision: Decision) -> None:
    level = logging.DEBUG if decision.reason is Reason.QUIET else logging.INFO
    by = f" by {decision.muted_by}" if decision.muted_by else ""
    _logger.log(level, "%s: %s%s", decision.after.fingerprint, decision.reason, by)
