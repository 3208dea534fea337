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
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.transition import NOTICES, TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.pipeline import AlertConsumer, follow
from pawpop_monitoring.notifications.stages.readable import readable
from pawpop_monitoring.notifications.stages.routed import destinations_of
from pawpop_monitoring.notifications.verdict import Drop, Parcel, Wait
from pawpop_monitoring.routing.routes import MAIL, Routes, kind_of, leads_to

_logger = logging.getLogger(__name__)

type Offer = Callable[[Sequence[str]], Mapping[int, str]]
"""Hands bodies to the queue; why it never takes one, by its place. Raises if it can't take some now."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """`channels` are the names of those that are set up here, `offer` hands on to their queue.

    Only those that `keep_state` hear who is on an alert, and those that `show_silences` when it is silenced. Mail has a
    queue of its own; `offer_mail` hands on to it what these routes lead to mail, where whoever reads that queue may not
    know it.
    """

    routes: Routes
    channels: Sequence[str]
    zone: ZoneInfo
    offer: Offer
    keep_state: Collection[str] = ()
    offer_mail: Offer | None = None
    show_silences: Collection[str] = ()

    def hand_on(self, message: AlertMessage, also: Sequence[str] = ()) -> Sequence[str]:
        """The channels, and `also` others, whose messages are in a queue when this returns; raises if some are not."""
        names = [*also, *self.names(message)]
        _hand_on(message, names, self.offer)
        if self.offer_mail is None or is_test(message) or message.kind in NOTICES:
            return names
        mails = [name for name in self._named(message) if kind_of(name) == MAIL]
        _hand_on(message, mails, self.offer_mail)
        return [*names, *mails]

    def names(self, message: AlertMessage) -> Sequence[str]:
        """A test goes to all; else those that hear of it, and those that may have heard of it before."""
        if is_test(message):
            return [*self.channels]
        named = self._named(message)
        channels = [channel for channel in self.channels if self._hears(channel, message)]
        return [channel for channel in channels if any(leads_to(name, channel) for name in named)]

    def _hears(self, channel: str, message: AlertMessage) -> bool:
        match message.kind:
            case TransitionKind.SILENCED if message.alert.status is not AlertStatus.RESOLVED:
                return channel in self.show_silences
            case kind if kind in NOTICES:
                return channel in self.keep_state
            case _:
                return True

    def _named(self, message: AlertMessage) -> Sequence[str]:
        to = destinations_of(message, self.routes, self.zone)
        return [*dict.fromkeys((*to.now, *to.if_heard, *to.later))]


def _hand_on(message: AlertMessage, names: Sequence[str], offer: Offer) -> None:
    if not names:
        return
    refused = offer([ChannelMessage(channel=name, message=message.bounded()).model_dump_json() for name in names])
    if not refused:
        return
    bare = message.bare()
    again = [ChannelMessage(channel=names[place], message=bare).model_dump_json() for place in refused]
    for reason in offer(again).values():
        _logger.error("%s is put aside: the queue refuses it (%s)", message.key, reason)


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
