"""The monthly review, out of AlertQueue: mailed once, to whoever hears of all alerts.

It passes none of the stages of a step: it is no alert, can't be overtaken and has no working hours but those that it
was sent in. What guards it against copies, and what is done when the provider refuses it, is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass

from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.contracts.review import ReviewMessage
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import DeliveryError
from pawpop_monitoring.notifications.channel import Channel, Notification
from pawpop_monitoring.notifications.delivery_outcome import Result
from pawpop_monitoring.notifications.pipeline import carry_out
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.notifications.stages.send import verdict_of
from pawpop_monitoring.notifications.verdict import Go, Parcel, Verdict


@dataclass(frozen=True, slots=True)
class ReviewConsumer[N: Notification]:
    """`put_aside` sends a body to the dead-letter queue, or raises."""

    channel: Channel[N]
    compose: Callable[[ReviewMessage], N]
    once: Once
    put_aside: Callable[[str], None]
    clock: Clock

    def consume(self, message: ReviewMessage, attempt: int, context: LambdaContext) -> Result:
        """Mail it; `attempt` counts from 1. Any exception means: try again later."""
        parcel = Parcel(body=message.model_dump_json(), attempt=attempt, now=self.clock(), context=context)
        verdict = self.once.guarded(message.key, parcel, lambda: self._sent(message, parcel))
        return carry_out(message.key, parcel, verdict, self.put_aside)

    def _sent(self, message: ReviewMessage, parcel: Parcel) -> Verdict:
        try:
            self.channel.send(self.compose(message))
        except DeliveryError as error:
            return verdict_of(error, parcel)
        return Go(parcel)
