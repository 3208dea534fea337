"""Whether the message is for this channel."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import TransitionMessage, asks_again, is_test
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.transition import FOR_WHO_HEARD
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.progress import ProgressStore, is_end
from pawpop_monitoring.notifications.stages.still_true import Present, answered
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict, Wait
from pawpop_monitoring.routing.conditions import Step
from pawpop_monitoring.routing.routes import Destinations, Routes, leads_to

_logger = logging.getLogger(__name__)
_OVERTAKEN_FOR = timedelta(minutes=5)
"""By so much a step may come before the one it follows: longer than a queue hides what a process died over. What has
waited longer itself stands in a row of such, where one look more is enough."""
_LOOKS = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 120, 120))
"""From each look to the next; no more of them if whoever wrote the step has a clock that is ahead."""


@dataclass(frozen=True, slots=True)
class Routed:
    """Asks the routes, by the moment of the step in `zone`.

    `channel` is a name such as `slack:C024`. What somebody else meant for this very channel, who knows better than
    these routes, is `told_anyway`, an end only to who heard of a beginning. `standby` knows whether somebody answered
    before it is the next person's turn, who then never heard of it.
    """

    channel: str
    routes: Routes
    zone: ZoneInfo
    progress: ProgressStore
    told_anyway: bool = False
    standby: Present | None = None

    def __call__(self, parcel: Parcel) -> Verdict:
        """Go on with what a route leads here, and with what follows something that was heard here; a test always.

        What is for somebody else first waits until that one had time to answer.
        """
        to = destinations_of(parcel.message, self.routes, self.zone)
        if is_test(parcel.message) or self._is_in(to.now):
            return Go(parcel)
        after = min((after for name, after in to.later.items() if leads_to(name, self.channel)), default=None)
        follows = self._is_in(to.if_heard) or after is not None or self.told_anyway
        heard = follows and self._heard(parcel.message)
        if after is not None:
            return self._in_turn(parcel, parcel.message.at + after, heard=heard)
        if heard:
            return Go(parcel)
        if self.told_anyway and parcel.message.kind not in FOR_WHO_HEARD:
            return Go(parcel)
        return self._unheard(parcel) if follows else self._not_here()

    def _not_here(self) -> Drop:
        return Drop(f"no route leads to {self.channel}", Outcome.NOT_ROUTED)

    def _unheard(self, parcel: Parcel) -> Verdict:
        """What follows a step that was not here yet: messages overtake each other, so that one may yet come."""
        step = parcel.message
        if step.kind not in FOR_WHO_HEARD:
            return self._not_here()
        again = _next_look(parcel)
        if again is not None:
            return Wait(again, "nothing was heard of the alert here yet, and it may be on its way")
        if is_end(step):
            self._pass_over(step, parcel.now)
        return self._not_here()

    def _in_turn(self, parcel: Parcel, due: datetime, *, heard: bool) -> Verdict:
        """Who heard of the alert before hears what follows at once; what is asked again has then been asked."""
        if heard and asks_again(parcel.message) and parcel.now >= due:
            return Drop("the alert was told here while this waited", Outcome.SUPERSEDED)
        if not heard and parcel.now < due:
            return Wait(due, "whoever was asked before has until then to answer")
        if not heard and self.standby is not None and answered(self.standby, parcel.message):
            return Drop("whoever was asked before has answered", Outcome.SUPERSEDED)
        return Go(parcel)

    def _pass_over(self, end: TransitionMessage, now: datetime) -> None:
        """The beginning may yet come, as messages overtake each other, and nobody would end what it begins."""
        try:
            self.progress.pass_over(end, now)
        except StoreUnavailableError as error:
            _logger.warning("an end that nobody heard was not noted: %s", error)

    def _is_in(self, names: tuple[str, ...]) -> bool:
        return any(leads_to(name, self.channel) for name in names)

    def _heard(self, step: TransitionMessage) -> bool:
        try:
            return self.progress.read(step).may_have_been_heard
        except StoreUnavailableError:
            return True


def _next_look(parcel: Parcel) -> datetime | None:
    """When to look again for what may yet come, at longer and longer intervals; None once it would have come."""
    now, at, looks = parcel.now, parcel.message.at, parcel.attempt
    again = now + _LOOKS[min(looks, len(_LOOKS)) - 1]
    if looks == 1:
        return again
    until = now if at > now and looks > len(_LOOKS) else min(at, now) + _OVERTAKEN_FOR
    return min(again, until) if now < until else None


def destinations_of(message: TransitionMessage, routes: Routes, zone: ZoneInfo) -> Destinations:
    """Where the step of `message` goes."""
    return routes.of(Step.of(message.to_transition(), message.at.astimezone(zone)))


def everywhere(parcel: Parcel) -> Verdict:
    """For a channel that hears of everything."""
    return Go(parcel)
