"""One step of an alert becomes one message for each channel that it may be for.

So each channel has its own attempts, its own back-off and its own dead letters, and none waits for another. A crash
half-way makes copies, which each channel recognises.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ValidationError

from pawpop_monitoring.contracts.alert_message import AlertMessage, is_test
from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.pipeline import AlertConsumer, follow
from pawpop_monitoring.notifications.stages.readable import readable
from pawpop_monitoring.notifications.stages.routed import destinations_of
from pawpop_monitoring.notifications.verdict import Drop, Parcel, Wait
from pawpop_monitoring.routing.routes import Routes, leads_to

_logger = logging.getLogger(__name__)

type Offer = Callable[[Sequence[str]], Mapping[int, str]]
"""Hands bodies to the queue; why it never takes one, by its place. Raises if it can't take some now."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """`channels` are the names of those that are set up; mail has a queue of its own.

    Only those that `keep_state` hear who is on an alert.
    """

    routes: Routes
    channels: Sequence[str]
    zone: ZoneInfo
    offer: Offer
    keep_state: Collection[str] = ()

    def hand_on(self, message: AlertMessage) -> Sequence[str]:
        """The channels whose messages are in the queue when this returns; raises if some are not."""
        names = self._names(message)
        refused = self.offer(
            [ChannelMessage(channel=name, message=message.bounded()).model_dump_json() for name in names]
        )
        if refused:
            bare = message.bare()
            again = [ChannelMessage(channel=names[place], message=bare).model_dump_json() for place in refused]
            for reason in self.offer(again).values():
                _logger.error("%s is put aside: the queue refuses it (%s)", message.key, reason)
        return names

    def _names(self, message: AlertMessage) -> Sequence[str]:
        """A test goes to all; else those that hear of it, and those that may have heard of it before."""
        if is_test(message):
            return [*self.channels]
        to = destinations_of(message, self.routes, self.zone)
        named = (*to.now, *to.if_heard)
        is_notice = message.kind is TransitionKind.ACKNOWLEDGED
        channels = [name for name in self.channels if name in self.keep_state] if is_notice else self.channels
        return [channel for channel in channels if any(leads_to(name, channel) for name in named)]


@dataclass(frozen=True, slots=True)
class ChannelConsumer:
    """Takes what comes out of ChannelQueue: steps, which are handed on, and what is meant for one channel."""

    fan_out: FanOut
    consumer_of: Callable[[str], AlertConsumer | None]
    put_aside: Callable[[str], None]
    clock: Clock

    def consume(self, body: str, attempt: int, context: LambdaContext) -> Result:
        """Handle one message; any exception means: try again later."""
        try:
            addressed = ChannelMessage.model_validate_json(body)
        except ValidationError:
            return self._hand_on(Parcel(body=body, attempt=attempt, now=self.clock(), context=context))
        consumer = self.consumer_of(addressed.channel)
        if consumer is None:
            _logger.warning("%s is not set up any more, so %s is dropped", addressed.channel, addressed.message.key)
            return Result(Outcome.NOT_ROUTED)
        return consumer.consume(addressed.message.model_dump_json(), attempt, context)

    def _hand_on(self, received: Parcel) -> Result:
        parcel, verdict = follow(received, [readable])
        match verdict:
            case Wait(until, why, outcome):
                _logger.warning("%s", why)
                return Result(outcome, int((until - parcel.now).total_seconds()))
            case Drop(why, outcome):
                _logger.error("put aside: %s", why)
                self.put_aside(received.body)
                return Result(outcome)
        names = self.fan_out.hand_on(parcel.message)
        _logger.info("%s goes to %s", parcel.message.key, ", ".join(names) or "nobody")
        return Result(Outcome.HANDED_ON)
