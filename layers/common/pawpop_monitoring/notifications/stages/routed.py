"""Whether the message is for this channel."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import TransitionMessage, is_test
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.progress import ProgressStore
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict
from pawpop_monitoring.routing.conditions import Step
from pawpop_monitoring.routing.routes import Destinations, Routes, kind_of, leads_to


@dataclass(frozen=True, slots=True)
class Routed:
    """Asks the routes, by the moment of the step in `zone`.

    `channel` is a name such as `slack:C024`; a kind alone that is `every_target` of it takes what leads to any of them.
    """

    channel: str
    routes: Routes
    zone: ZoneInfo
    progress: ProgressStore
    every_target: bool = False

    def __call__(self, parcel: Parcel) -> Verdict:
        """Go on with what a route leads here, and with what follows something that was heard here; a test always."""
        destinations = destinations_of(parcel.message, self.routes, self.zone)
        if is_test(parcel.message) or self._is_in(destinations.now):
            return Go(parcel)
        if self._is_in(destinations.if_heard) and self._heard(parcel.message):
            return Go(parcel)
        return Drop(f"no route leads to {self.channel}", Outcome.NOT_ROUTED)

    def _is_in(self, names: tuple[str, ...]) -> bool:
        if self.every_target:
            return any(kind_of(name) == self.channel for name in names)
        return any(leads_to(name, self.channel) for name in names)

    def _heard(self, step: TransitionMessage) -> bool:
        try:
            return self.progress.read(step).may_have_been_heard
        except StoreUnavailableError:
            return True


def destinations_of(message: TransitionMessage, routes: Routes, zone: ZoneInfo) -> Destinations:
    """Where the step of `message` goes."""
    return routes.of(Step.of(message.to_transition(), message.at.astimezone(zone)))


def everywhere(parcel: Parcel) -> Verdict:
    """For a channel that hears of everything."""
    return Go(parcel)
