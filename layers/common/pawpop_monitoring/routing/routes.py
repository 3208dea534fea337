"""Routes, and which channels a step goes to by them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.routing.conditions import Conditions, Step

_ONLY_FOR_WHO_HEARD = frozenset({TransitionKind.RESOLVED, TransitionKind.ACKNOWLEDGED})


def kind_of(channel: str) -> str:
    """`webhook` of `webhook:ops`."""
    return channel.partition(":")[0]


def leads_to(named: str, channel: str) -> bool:
    """True if a route that names `named` leads to `channel`: `webhook` leads to each webhook, `webhook:ops` to one."""
    return named in (channel, kind_of(channel))


@dataclass(frozen=True, slots=True)
class Route:
    """Where steps go for which the conditions hold. `channels` are names such as `mail`, `slack`, `webhook:ops`."""

    conditions: Conditions
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Destinations:
    """`now` hear of the step; `if_heard` only if they heard of an earlier step of this alert."""

    now: tuple[str, ...]
    if_heard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Routes:
    """Every route that holds adds its channels; a channel that several name hears once."""

    routes: tuple[Route, ...]

    def of(self, step: Step) -> Destinations:
        """Where `step` goes.

        An end, and that somebody is on it, go to whoever heard of the alert, and to nobody else: whatever the hour is
        by now, and however mild the alert was when they heard.
        """
        now = () if step.kind in _ONLY_FOR_WHO_HEARD else tuple(dict.fromkeys(self._now(step)))
        earlier = dict.fromkeys(self._earlier(step))
        return Destinations(now, tuple(name for name in earlier if name not in now))

    def _now(self, step: Step) -> Iterator[str]:
        return (name for route in self.routes if route.conditions.hold(step) for name in route.channels)

    def _earlier(self, step: Step) -> Iterator[str]:
        return (name for route in self.routes if route.conditions.may_have_held(step) for name in route.channels)
