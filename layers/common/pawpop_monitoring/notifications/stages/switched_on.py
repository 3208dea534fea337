"""Whether the channel wants anything at all."""

from dataclasses import dataclass

from pawpop_monitoring.contracts.alert_message import is_test
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.switches import Switch
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Rest, Verdict


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """Drops what is for a channel that is switched off; a test is tried all the same."""

    switch: Switch

    def __call__(self, parcel: Parcel) -> Verdict:
        """Go on unless it is off; a test that the receiver accepts switches it on."""
        off = self.switch.off()
        if off is None:
            return Go(parcel)
        if is_test(parcel.message):
            return Go(parcel, within=self._tried)
        return Drop(f"switched off: {off.why}", Outcome.SWITCHED_OFF)

    def _tried(self, rest: Rest) -> Verdict:
        verdict = rest()
        if isinstance(verdict, Go):
            self.switch.turn_on()
        return verdict
