"""One attempt to deliver, and its record."""

from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.backoff import delay_seconds
from pawpop_monitoring.domain.errors import (
    DeliveryError,
    PermanentDeliveryError,
    ReceiverGoneError,
    RetryableDeliveryError,
)
from pawpop_monitoring.notifications.channel import Channel, Compose, Doubtful, Notification, Receipt
from pawpop_monitoring.notifications.delivery_log import DeliveryLog, Ending
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.turns import Turns
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict, Wait

_A_MOMENT = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Send[N: Notification]:
    """Delivers over one channel and keeps a record of every attempt, for each transition that the message tells."""

    channel: Channel[N]
    compose: Compose[N]
    log: DeliveryLog
    turns: Turns

    def __call__(self, parcel: Parcel) -> Verdict:
        """Go if the provider accepted; wait for the back-off if it may later; drop what it will never take."""
        in_doubt = self.turns.in_doubt(parcel)
        if not self.turns.take(parcel):
            return Wait(parcel.now + _A_MOMENT, "another step of the alert comes first", Outcome.IN_PROGRESS)
        try:
            self.deliver(parcel.message, parcel.attempt, in_doubt=in_doubt)
        except DeliveryError as error:
            return verdict_of(error, parcel)
        return Go(parcel)

    def deliver(self, message: AlertMessage, attempt: int, *, in_doubt: bool = False) -> Receipt:
        """Deliver; raises RetryableDeliveryError or PermanentDeliveryError. `attempt` counts from 1."""
        try:
            notification = self.compose(message)
            receipt = self.channel.send(_doubted(notification) if in_doubt else notification)
        except DeliveryError as error:
            undecided = isinstance(error, RetryableDeliveryError) and error.undecided
            self.turns.give_back(message.steps, undecided=undecided)
            outcome: Ending = "failed" if isinstance(error, PermanentDeliveryError) else "retry"
            self.log.attempted(message, attempt, outcome, error=str(error))
            raise
        # A copy that finds the step told records nothing, so whoever dies in between must have left the record.
        self.log.attempted(message, attempt, "accepted", provider_id=receipt.provider_id, error=receipt.note)
        self.turns.give_back(message.steps, accepted=True)
        return receipt


def verdict_of(error: DeliveryError, parcel: Parcel) -> Verdict:
    """Wait for the back-off if the provider may accept later; drop what it will never take."""
    match error:
        case ReceiverGoneError():
            return Drop(f"switched off: {error}", Outcome.SWITCHED_OFF)
        case RetryableDeliveryError():
            delay = timedelta(seconds=delay_seconds(parcel.attempt, error.retry_after))
            outcome = Outcome.NEEDS_PERSON if error.needs_person else Outcome.FAILED
            return Wait(parcel.now + delay, f"attempt {parcel.attempt}: {error}", outcome)
    return Drop(f"can't be delivered: {error}", Outcome.DEAD_LETTERED)


def _doubted[N: Notification](notification: N) -> N:
    return notification.in_doubt() if isinstance(notification, Doubtful) else notification
