"""One step of an alert after the other: the turn to tell it, taken before the provider is asked."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.contracts.alert_message import TransitionMessage, is_test
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.progress import ProgressStore
from pawpop_monitoring.notifications.verdict import Parcel

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turns:
    """Of all that a message tells. Without the store everybody has a turn: a mail too many is better than none."""

    progress: ProgressStore

    def take(self, parcel: Parcel) -> bool:
        """Until this invocation must have ended; False if another step is under way, or has overtaken one of these."""
        if is_test(parcel.message):
            return True
        until = parcel.now + timedelta(milliseconds=parcel.context.get_remaining_time_in_millis())
        taken: list[TransitionMessage] = []
        try:
            for step in parcel.message.steps:
                if not self.progress.begin(step, parcel.now, until):
                    self.give_back(taken)
                    return False
                taken.append(step)
        except StoreUnavailableError as error:
            _logger.warning("%s is told out of turn: %s", parcel.message.mail_key, error)
        return True

    def in_doubt(self, parcel: Parcel) -> bool:
        """True if the provider may have accepted this very step before: an attempt was made and nobody knows."""
        if parcel.attempt == 1:
            return False
        try:
            return any(step.key in self.progress.read(step).attempted for step in parcel.message.steps)
        except StoreUnavailableError:
            return True

    def give_back(self, steps: Sequence[TransitionMessage], *, accepted: bool = False, undecided: bool = False) -> None:
        """After the provider answered, or did not; `undecided` if it may have accepted all the same."""
        for step in steps:
            try:
                self.progress.end(step, accepted=accepted, undecided=undecided)
            except StoreUnavailableError as error:
                _logger.warning("how far telling of %s has come is not noted: %s", step.alert.id, error)
