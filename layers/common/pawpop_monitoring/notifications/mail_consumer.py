"""What comes out of AlertQueue: steps, copies meant for one address or for mail whatever routes say, and reviews."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ValidationError

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.contracts.review import ReviewMessage
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.fan_out import FanOut
from pawpop_monitoring.notifications.pipeline import AlertConsumer

USUAL = "email"
"""Mail to the recipients that the settings name, if a route leads there; `mail` is the same whatever routes say."""


type TellReview = Callable[[ReviewMessage, int, LambdaContext], Result]


class Consumer(Protocol):
    """Takes one message out of a queue."""

    def consume(self, body: str, attempt: int, context: LambdaContext, /) -> Result:
        """Handle it; `attempt` counts from 1. Any exception means: try again later."""
        ...


@dataclass(frozen=True, slots=True)
class MailConsumer:
    """`fan_out` makes a copy for each address that a route names; without any, a step is told as it comes."""

    consumer_of: Callable[[str], AlertConsumer | None]
    fan_out: FanOut
    tell_review: TellReview | None = None

    def consume(self, body: str, attempt: int, context: LambdaContext) -> Result:
        """Handle one message; any exception means: try again later."""
        addressed = _read(ChannelMessage, body)
        if addressed is not None:
            return self._told(addressed.channel, addressed.message.model_dump_json(), attempt, context)
        step = _read(AlertMessage, body)
        review = None if step or self.tell_review is None else _read(ReviewMessage, body)
        if review is not None and self.tell_review is not None:
            return self.tell_review(review, attempt, context)
        if step is None or not self.fan_out.names(step):
            return self._told(USUAL, body, attempt, context)
        self.fan_out.hand_on(step, also=[USUAL])
        return Result(Outcome.HANDED_ON)

    def _told(self, name: str, body: str, attempt: int, context: LambdaContext) -> Result:
        consumer = self.consumer_of(name)
        return consumer.consume(body, attempt, context) if consumer else Result(Outcome.NOT_ROUTED)


def _read[M: (ChannelMessage, AlertMessage, ReviewMessage)](model: type[M], body: str) -> M | None:
    try:
        return model.model_validate_json(body)
    except ValidationError:
        return None
